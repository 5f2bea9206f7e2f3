package dev.tutti.sim.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The planted faults, and the source of the product in which they are planted. */
final class Faults {
    private static final String SUFFIX = ".fault";

    private Faults() {}

    /** All of them, by name. */
    static List<Fault> all() {
        // Not from the class path: what was renamed may still lie there.
        try (Stream<Path> files = Files.list(root().resolve("sim/src/test/resources/faults"))) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(Faults::read)
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Fault read(Path file) {
        String name = String.valueOf(file.getFileName());
        return Fault.parse(name.substring(0, name.length() - SUFFIX.length()), text(file));
    }

    /** The text of a source file of core. */
    static String source(String path) {
        return text(root().resolve("core/src/main/java").resolve(path));
    }

    /** The page that describes them. */
    static String page() {
        return text(root().resolve("docs/faults.md"));
    }

    /** Replaces it. */
    static void page(String text) {
        try {
            Files.writeString(root().resolve("docs/faults.md"), text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Path root() {
        String root = System.getProperty("tutti.root");
        if (root == null) {
            throw new IllegalStateException(
                    "set the system property tutti.root to the directory that holds core and docs");
        }
        return Path.of(root);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + file, broken);
        }
    }
}
