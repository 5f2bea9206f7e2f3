package dev.tutti.board;

/** A board was asked to do something and could not; the message says what and how to mend it. */
public final class BoardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what was wrong, and how to mend it
     */
    public BoardException(String message) {
        super(message);
    }
}
