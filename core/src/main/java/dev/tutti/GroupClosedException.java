package dev.tutti;

/** The member has left the group, or its node was closed. */
public final class GroupClosedException extends TuttiException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what was wrong, and how to mend it
     */
    public GroupClosedException(String message) {
        super(message);
    }
}
