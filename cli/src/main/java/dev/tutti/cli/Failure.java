package dev.tutti.cli;

import dev.tutti.ConfigException;
import dev.tutti.GroupBusyException;
import dev.tutti.GroupClosedException;
import dev.tutti.JoinException;
import dev.tutti.Left;
import dev.tutti.NotPrimaryException;
import dev.tutti.PayloadTooLargeException;
import dev.tutti.TransportException;
import dev.tutti.TuttiException;
import dev.tutti.board.BoardException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/**
 * What an exception is for the user: a number and one line.
 *
 * @param code for scripts
 * @param message for people; says what to do
 */
record Failure(ExitCode code, String message) {
    private static final int MAX_LENGTH = 4_000;

    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case TuttiException refused -> new Failure(code(refused), line(refused));
            case BoardException refused -> new Failure(code(refused.reason()), line(refused));
            case EndedException ended -> new Failure(code(ended.reason()), line(ended));
            case UsageException wrong -> new Failure(ExitCode.USAGE, line(wrong));
            case UnknownHostFailure unknown -> new Failure(ExitCode.UNKNOWN_HOST, line(unknown));
            case IllegalArgumentException wrong -> new Failure(ExitCode.USAGE, line(wrong));
            case ClosedOutputException closed -> new Failure(ExitCode.OUTPUT_CLOSED, line(closed));
            case FileSystemException file ->
                new Failure(ExitCode.FILES, Clean.line(file.getFile() + ": " + FileProblem.of(file)));
            case IOException stream -> new Failure(ExitCode.FILES, line(stream));
            case UncheckedIOException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            default -> new Failure(ExitCode.UNEXPECTED, thrown.getClass().getSimpleName() + ": " + line(thrown));
        };
    }

    private static ExitCode code(TuttiException refused) {
        return switch (refused) {
            case ConfigException config -> ExitCode.CONFIGURATION;
            case GroupBusyException busy -> ExitCode.BUSY;
            case GroupClosedException closed -> ExitCode.LEFT;
            case JoinException join -> code(join.reason());
            case NotPrimaryException notPrimary -> ExitCode.NOT_PRIMARY;
            case PayloadTooLargeException tooLarge -> ExitCode.PAYLOAD_TOO_LARGE;
            case TransportException network -> ExitCode.CANNOT_BIND;
            case TuttiException other -> ExitCode.UNEXPECTED;
        };
    }

    private static ExitCode code(BoardException.Reason reason) {
        return switch (reason) {
            case FULL -> ExitCode.BOARD_FULL;
            case NO_SUCH_POST -> ExitCode.USAGE;
        };
    }

    private static ExitCode code(JoinException.Reason reason) {
        return switch (reason) {
            case NAME_TAKEN -> ExitCode.NAME_TAKEN;
            case INCOMPATIBLE -> ExitCode.INCOMPATIBLE;
            case FULL -> ExitCode.GROUP_FULL;
            case NO_ANSWER -> ExitCode.NO_ANSWER;
            case CLOSED -> ExitCode.LEFT;
        };
    }

    private static ExitCode code(Left.Reason reason) {
        return switch (reason) {
            case LEFT -> ExitCode.OK;
            case CLOSED -> ExitCode.CLOSED;
            case NAME_TAKEN -> ExitCode.NAME_TAKEN;
            case INCOMPATIBLE -> ExitCode.INCOMPATIBLE;
            case FULL -> ExitCode.GROUP_FULL;
        };
    }

    /** Its message in one line. What it quotes may be anything. */
    static String line(Throwable thrown) {
        String message = thrown.getMessage();
        if (message == null) {
            return "no further details";
        }
        String line = Clean.line(message.strip().replaceAll("\\s*\\R\\s*", " "));
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + " ...";
    }
}
