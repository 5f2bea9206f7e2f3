package dev.tutti.bench;

/** A run that cannot count: something was lost, wrong or too late. The message fits on one line. */
final class Failure extends Exception {
    /**
     * Makes a failure.
     *
     * @param message what went wrong
     */
    Failure(String message) {
        super(message.lines().findFirst().orElse("no reason given"));
    }
}
