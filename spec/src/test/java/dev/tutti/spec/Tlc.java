package dev.tutti.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs TLC on a model of this module, in a process of its own. */
final class Tlc {
    private static final Pattern STATES = Pattern.compile("(\\d+) states generated, (\\d+) distinct states found");
    private static final Pattern VIOLATED = Pattern.compile("Error: (?:Invariant|Action property) (\\w+) is violated");
    private static final Pattern TEMPORAL = Pattern.compile("Error: Temporal propert");
    private static final String NO_FAULT = "Fault = \"none\"";
    private static final long LIMIT_SECONDS = 600;

    /**
     * How a run ended.
     *
     * @param exit TLC's exit code: 0 if all holds, 12 for a violated safety property, 13 for a violated liveness property
     * @param violated name of the violated property; {@code LIVE} for the liveness property; empty if none
     * @param distinctStates how many different states were found
     * @param output all that TLC printed
     */
    record Result(int exit, String violated, long distinctStates, String output) {}

    private final Path directory;

    /**
     * A runner.
     *
     * @param directory for what TLC writes
     */
    Tlc(Path directory) {
        this.directory = directory;
    }

    /**
     * Checks a model.
     *
     * @param module name of the module, without {@code .tla}
     * @param configuration name of the configuration, without {@code .cfg}
     * @param fault the planted fault; {@code none} for none
     * @return how it ended
     */
    Result run(String module, String configuration, String fault) throws IOException, InterruptedException {
        String text = Files.readString(Path.of(configuration + ".cfg"));
        if (!text.contains(NO_FAULT)) {
            throw new IllegalArgumentException(configuration + ".cfg has no line " + NO_FAULT);
        }
        Path config = directory.resolve(configuration + "-" + fault + ".cfg");
        Files.writeString(config, text.replace(NO_FAULT, "Fault = \"" + fault + "\""));
        Path log = directory.resolve(configuration + "-" + fault + ".log");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(List.of(
                        java.toString(),
                        "-XX:+UseParallelGC",
                        "-Xmx2g",
                        "-Djava.io.tmpdir=" + directory.toAbsolutePath(), // where TLC puts its standard modules
                        "-cp",
                        System.getProperty("java.class.path"),
                        "tlc2.TLC",
                        "-workers",
                        "2",
                        "-metadir",
                        directory.resolve("states").toString(),
                        "-config",
                        config.toAbsolutePath().toString(),
                        module + ".tla"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "TLC has not ended in " + LIMIT_SECONDS + " s: " + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
        }
        return read(process.exitValue(), Files.readString(log));
    }

    private static Result read(int exit, String output) {
        Matcher violated = VIOLATED.matcher(output);
        String name =
                violated.find() ? violated.group(1) : TEMPORAL.matcher(output).find() ? "LIVE" : "";
        long distinct = 0;
        Matcher states = STATES.matcher(output);
        while (states.find()) {
            distinct = Long.parseLong(states.group(2));
        }
        return new Result(exit, name, distinct, output);
    }
}
