package dev.tutti;

/** A payload is larger than {@link Options#MAX_PAYLOAD_BYTES}. */
public final class PayloadTooLargeException extends TuttiException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what was wrong, and how to mend it
     */
    public PayloadTooLargeException(String message) {
        super(message);
    }
}
