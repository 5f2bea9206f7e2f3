package dev.tutti;

/** The network could not be opened: port taken, unknown host, missing permission. */
public final class TransportException extends TuttiException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what was wrong, and how to mend it
     */
    public TransportException(String message) {
        super(message);
    }
}
