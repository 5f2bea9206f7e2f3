package dev.tutti.cli;

import dev.tutti.ConfigException;
import dev.tutti.GroupBusyException;
import dev.tutti.GroupClosedException;
import dev.tutti.JoinException;
import dev.tutti.NotPrimaryException;
import dev.tutti.PayloadTooLargeException;
import dev.tutti.TransportException;
import dev.tutti.TuttiException;
import dev.tutti.board.BoardException;

/**
 * What an exception is for the user: a number and one line.
 *
 * @param code for scripts
 * @param message for people; says what to do
 */
record Failure(ExitCode code, String message) {
    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case TuttiException refused -> new Failure(code(refused), line(refused));
            case BoardException refused -> new Failure(ExitCode.BOARD_FULL, line(refused));
            case UsageException wrong -> new Failure(ExitCode.USAGE, line(wrong));
            case UnknownHostFailure unknown -> new Failure(ExitCode.UNKNOWN_HOST, line(unknown));
            case IllegalArgumentException wrong -> new Failure(ExitCode.USAGE, line(wrong));
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

    private static ExitCode code(JoinException.Reason reason) {
        return switch (reason) {
            case NAME_TAKEN -> ExitCode.NAME_TAKEN;
            case INCOMPATIBLE -> ExitCode.INCOMPATIBLE;
            case NO_ANSWER -> ExitCode.NO_ANSWER;
            case CLOSED -> ExitCode.LEFT;
        };
    }

    /** Its message without line ends. */
    static String line(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? "no further details" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
