package dev.tutti.cli;

/** The user asked for something that does not exist, or that cannot be read. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
