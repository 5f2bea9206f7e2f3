package dev.tutti;

/** A group could not be joined. */
public final class JoinException extends TuttiException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a join fails. */
    public enum Reason {
        /** Another live member has the name. */
        NAME_TAKEN,
        /** The group runs another stack, order or version. */
        INCOMPATIBLE,
        /** The group has as many members as it may. */
        FULL,
        /** Nobody answered in time, and this node was not told to found the group. */
        NO_ANSWER,
        /** The node was closed meanwhile. */
        CLOSED
    }

    /**
     * Says why.
     *
     * @param reason for programs
     * @param message for people
     */
    public JoinException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * Why the join failed.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
