package dev.tutti.cli;

import dev.tutti.sim.check.Checks;
import dev.tutti.sim.check.Violation;
import dev.tutti.sim.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tutti check}: the checkers over traces of real members. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Checks over the traces of members what is promised.",
        description =
                "%nReads what the members of one run wrote with --trace, one file each or several in one, and prints one "
                        + "line for each guarantee that was broken.%n",
        footer = {
            "",
            "Examples:",
            "  seq 1000 | tutti member --group g --name ann --bind 127.0.0.1:7801 --found --trace ann.trace",
            "  seq 1000 | tutti member --group g --name bob --seeds 127.0.0.1:7801 --trace bob.trace",
            "  tutti check ann.trace bob.trace",
            "",
            "Exit codes:",
            "   0  nothing that is checked was broken",
            "   1  a guarantee was broken",
            "   2  unknown option, or a file that is no trace"
        })
final class CheckCommand implements Callable<Integer> {
    private static final int FOUND_SOMETHING = 1;

    private final Streams streams;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Traces of one run.")
    List<Path> files = List.of();

    @Option(
            names = "--settled",
            description = "Check also what must hold once the network is whole and all members have come to rest.")
    boolean settled;

    CheckCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Trace run = new Trace();
        for (Path file : files) {
            read(file).entries().forEach(entry -> run.add(entry.timeNanos(), entry.process(), entry.event()));
        }
        if (run.entries().isEmpty()) {
            throw new UsageException(
                    "nothing to check: there is no entry in what was named; give the files of --trace");
        }
        List<Violation> violations = settled ? Checks.all(run) : Checks.safety(run);
        for (Violation violation : violations) {
            streams.line(violation.toString());
        }
        streams.line(violations.size() + " violations in " + run.entries().size() + " entries of " + files.size()
                + " files; checked "
                + String.join(", ", Checks.names().subList(0, Checks.names().size() - (settled ? 0 : 1))));
        return violations.isEmpty() ? ExitCode.OK.number() : FOUND_SOMETHING;
    }

    private static Trace read(Path file) {
        try {
            return Trace.parse(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UsageException(file + " cannot be read: " + FileProblem.of(unreadable));
        } catch (IllegalArgumentException noTrace) {
            throw new UsageException(file + ", " + noTrace.getMessage());
        } catch (OutOfMemoryError tooLarge) {
            throw new UsageException(file + " does not fit into memory: raise the limit with TUTTI_JAVA_OPTS=-Xmx8g");
        }
    }
}
