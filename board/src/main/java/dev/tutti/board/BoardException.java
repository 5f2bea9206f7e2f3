package dev.tutti.board;

/** A board was asked to do something and could not; the message says what and how to mend it. */
public final class BoardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was wrong. */
    public enum Reason {
        /** There is no room for another post. */
        FULL,
        /** The post to be answered is not on the board. */
        NO_SUCH_POST
    }

    private final Reason reason;

    /**
     * Says what happened.
     *
     * @param reason what was wrong, for programs
     * @param message the same for people, and how to mend it
     */
    public BoardException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * What was wrong, for programs.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
