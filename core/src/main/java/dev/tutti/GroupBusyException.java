package dev.tutti;

/**
 * A limit on what waits or is outstanding is reached: the group was behind for longer than {@link Options#SEND_TIMEOUT}, or a member has too many
 * wishes for other properties under way.
 */
public final class GroupBusyException extends TuttiException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what happened.
     *
     * @param message what was wrong, and how to mend it
     */
    public GroupBusyException(String message) {
        super(message);
    }
}
