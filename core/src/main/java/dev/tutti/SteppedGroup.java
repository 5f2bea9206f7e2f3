package dev.tutti;

import org.jspecify.annotations.Nullable;

/**
 * One member of one group, for a program that runs the node's loop itself. What {@link Group} does by waiting is done here by asking again
 * after the next step. To be used on the thread that steps; other threads use it as any {@link Group}, and may wait.
 *
 * <p>A {@link StateHandler} of such a group runs in {@link #poll}.
 */
public interface SteppedGroup extends Group {
    /**
     * The next event, if there is one.
     *
     * @return null if there is none now
     */
    @Nullable Event poll();

    /**
     * Sends a message to one member if that is possible without waiting; see {@link Group#send}.
     *
     * @param to a member of the present view
     * @param payload copied before the method returns
     * @return false if the group is behind
     * @throws PayloadTooLargeException if it is larger than {@link Options#MAX_PAYLOAD_BYTES}
     * @throws GroupClosedException after {@link #leave} or {@link #beginLeave}
     */
    boolean trySend(Endpoint to, byte[] payload);

    /**
     * Whether something that was asked for with {@link Group#reconfigure} is under way.
     *
     * @return false once a view grants it, and when it has failed
     */
    boolean isReconfiguring();

    /** Begins to leave, as {@link #leave} does; {@link Left} will end the events. Harmless when repeated. */
    void beginLeave();

    /**
     * Whether the first view has been installed.
     *
     * @return true from then on
     */
    boolean isJoined();

    /**
     * Why this member cannot join. It asks on all the same until it is told to leave.
     *
     * @return null as long as it may
     */
    @Nullable JoinException joinFailure();

    /**
     * Whether the member is out of the group, or gave up joining; events may still wait to be polled.
     *
     * @return true from then on
     */
    boolean isClosed();
}
