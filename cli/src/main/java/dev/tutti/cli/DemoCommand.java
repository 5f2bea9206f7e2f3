package dev.tutti.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tutti demo}: a board that loses a member and gains one. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Shows a bulletin board that loses a member and gains one.",
        description =
                "%nStarts three members of a bulletin board as processes on this machine, posts and replies, kills "
                        + "one with SIGKILL, adds one, and shows the views and that all boards are equal. Ends by itself in less "
                        + "than 20 seconds.%n",
        footer = {
            "",
            "Exit codes:",
            "   0  all boards were equal",
            "   1  something went wrong; the last line says what"
        })
final class DemoCommand implements Callable<Integer> {
    private final Streams streams;

    @Option(names = "--debug", description = "Show also what the members print to standard error.")
    boolean debug;

    @Option(
            names = "--limit",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long all of it may take (500ms, 10s, 2m). Default: 19s.")
    Duration limit = Duration.ofSeconds(19);

    DemoCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Demo demo = new Demo(streams, debug, limit)) {
            demo.run();
            return ExitCode.OK.number();
        } catch (DemoFailure failed) {
            streams.err().println("tutti demo: " + failed.getMessage());
            return ExitCode.UNEXPECTED.number();
        }
    }
}
