package dev.tutti.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands of the repository as processes. */
final class Shell {
    private Shell() {}

    /**
     * How a process ended.
     *
     * @param exitCode its exit code
     * @param out what it printed on standard output
     * @param err what it printed on standard error
     */
    record Result(int exitCode, String out, String err) {}

    /** The folder of the repository; tests run in that of their module. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(".mvn/find-jdk.sh"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /**
     * Runs a command to its end.
     *
     * @param folder where what it prints is kept
     * @param environment all of it
     * @param words the command line
     * @return how it ended
     * @throws InterruptedException if the thread is interrupted; the process is ended then
     */
    static Result run(Path folder, Map<String, String> environment, List<String> words) throws InterruptedException {
        try {
            Path out = Files.createTempFile(folder, "out", "");
            Path err = Files.createTempFile(folder, "err", "");
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(5, TimeUnit.MINUTES)) {
                    throw new AssertionError("does not end: " + words);
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
