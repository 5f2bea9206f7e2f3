package dev.tutti;

/** Something that Tutti was asked to do and could not; the message says what and how to mend it. */
public sealed class TuttiException extends RuntimeException
        permits ConfigException,
                GroupBusyException,
                GroupClosedException,
                JoinException,
                NotPrimaryException,
                PayloadTooLargeException,
                TransportException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what was wrong, and how to mend it
     */
    public TuttiException(String message) {
        super(message);
    }
}
