package dev.tutti.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Reports errors in one line each, and remembers the first for the exit code. */
final class Errors {
    private final String command;
    private final PrintStream err;
    private final boolean debug;
    private volatile @Nullable ExitCode first;

    Errors(String command, PrintStream err, boolean debug) {
        this.command = command;
        this.err = err;
        this.debug = debug;
    }

    void report(Throwable thrown) {
        Failure failure = Failure.of(thrown);
        if (first == null) {
            first = failure.code();
        }
        if (failure.code() != ExitCode.OUTPUT_CLOSED) {
            err.println(command + ": " + failure.message());
        }
        if (debug) {
            thrown.printStackTrace(err);
        }
    }

    /** The code of the first error, or {@link ExitCode#OK} if there was none. */
    ExitCode exitCode() {
        ExitCode code = first;
        return code == null ? ExitCode.OK : code;
    }
}
