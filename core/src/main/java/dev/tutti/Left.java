package dev.tutti;

/**
 * This member is out of the group; always the last event.
 *
 * @param reason why
 */
public record Left(Reason reason) implements Event {
    /** Why a member is out. */
    public enum Reason {
        /** It left by its own will. */
        LEFT,
        /** Its node was closed, or something in it failed. */
        CLOSED
    }
}
