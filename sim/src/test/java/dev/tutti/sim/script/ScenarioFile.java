package dev.tutti.sim.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A scenario as it is reviewed: what it shows, the script, a line of dashes, and the trace that must come of it.
 *
 * @param file where it stands
 * @param name for people
 * @param script everything before the line of dashes
 * @param trace everything behind it
 */
record ScenarioFile(Path file, String name, String script, String trace) {
    private static final String SEPARATOR = "----\n";
    private static final String SUFFIX = ".txt";

    /** All of them, by name. */
    static List<ScenarioFile> all() {
        Path directory = directory();
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(file -> read(directory, file))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + directory, broken);
        }
    }

    /** The source itself, not what was copied from it, since a trace is written back there. */
    private static Path directory() {
        String root = System.getProperty("tutti.root");
        if (root == null) {
            throw new IllegalStateException("set the system property tutti.root to the directory that holds sim");
        }
        return Path.of(root).resolve("sim/src/test/resources/scenarios");
    }

    private static ScenarioFile read(Path directory, Path file) {
        try {
            String text = Files.readString(file);
            int end = text.startsWith(SEPARATOR) ? 0 : text.indexOf("\n" + SEPARATOR) + 1;
            boolean separated = end > 0;
            return new ScenarioFile(
                    file,
                    directory.relativize(file).toString().replace(SUFFIX, ""),
                    separated ? text.substring(0, end) : text,
                    separated ? text.substring(end + SEPARATOR.length()) : "");
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + file, broken);
        }
    }

    /** Replaces the trace. */
    void write(String newTrace) {
        try {
            Files.writeString(file, script + SEPARATOR + newTrace);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot write " + file, broken);
        }
    }
}
