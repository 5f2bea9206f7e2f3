package dev.tutti;

/** The group was behind for longer than {@link Options#SEND_TIMEOUT}, and a limit on what waits or is outstanding is reached. */
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
