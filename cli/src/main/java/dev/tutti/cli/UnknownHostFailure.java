package dev.tutti.cli;

/** A host name in an address that the user wrote cannot be resolved. */
final class UnknownHostFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownHostFailure(String message) {
        super(message);
    }
}
