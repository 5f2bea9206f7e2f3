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
        if (!goesWithoutSaying(failure.code())) {
            err.println(command + ": " + failure.message());
        }
        if (debug) {
            thrown.printStackTrace(err);
        }
    }

    /** Whoever read is gone; and that the member is out of the group then, whatever more is on its input. */
    private boolean goesWithoutSaying(ExitCode code) {
        return code == ExitCode.OUTPUT_CLOSED || (code == ExitCode.LEFT && first == ExitCode.OUTPUT_CLOSED);
    }

    /** The code of the first error, or {@link ExitCode#OK} if there was none. */
    ExitCode exitCode() {
        ExitCode code = first;
        return code == null ? ExitCode.OK : code;
    }
}
