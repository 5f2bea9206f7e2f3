package dev.tutti;

/** A cast was refused because this member's view is not primary, and the group asked for that. */
public final class NotPrimaryException extends TuttiException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what was wrong, and how to mend it
     */
    public NotPrimaryException(String message) {
        super(message);
    }
}
