package dev.tutti.kernel;

/**
 * Bytes from the network that do not say what they should: truncated, too large or out of range.
 *
 * <p>Thrown by {@link Packet} and {@link WireReader}; whoever received the frame drops and counts it. Carries no stack trace,
 * since a peer decides how often it happens.
 */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what was wrong.
     *
     * @param what a few words, without any bytes of the frame
     */
    public MalformedException(String what) {
        super(what, null, false, false);
    }
}
