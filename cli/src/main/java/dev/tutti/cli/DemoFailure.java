package dev.tutti.cli;

/** The demonstration did not show what it should have. */
final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }
}
