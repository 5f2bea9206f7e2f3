package dev.tutti.sim.script;

/** A line of a script makes no sense. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
        super(message);
    }
}
