package dev.tutti;

/**
 * This member is out of the group; always the last event.
 *
 * @param reason why
 */
public record Left(Reason reason) implements Event {
    /** Why a member is out. */
    public enum Reason {
        /**
         * It left by its own will, in good order: all that it cast is stable, and what it was delivered, all that came to its last view with it
         * are delivered too, in a total order in that order.
         */
        LEFT,
        /** Its node was closed, something in it failed, or it could not leave in good order: that took too long, or it was cut off. */
        CLOSED,
        /**
         * Another member has its name: it was cut off, and meanwhile somebody else joined by that name. Ends a member that has been refused
         * for as long as it takes to find out whether the other one lives: {@code heartbeatMillis * (maxMissed + 2) + changeTimeoutMillis}.
         */
        NAME_TAKEN,
        /** The group went on without this member, as with {@link #NAME_TAKEN}, and runs another stack now. */
        INCOMPATIBLE,
        /** The group went on without this member, as with {@link #NAME_TAKEN}, and has as many members as it may. */
        FULL
    }
}
