package dev.tutti;

import java.time.Duration;

/**
 * Stands for a cast that was accepted; lets the caller wait for what becomes of it. Costs nothing if it is not used.
 */
public interface Receipt {
    /**
     * Waits until this member itself has delivered the cast, that is, until its place in this member's stream is fixed.
     *
     * @param timeout how long to wait at most
     * @return false if the time ran out
     * @throws InterruptedException if the thread is interrupted
     * @throws GroupClosedException if the member has left and will never know
     */
    boolean awaitDelivered(Duration timeout) throws InterruptedException;

    /**
     * Waits until the cast is stable: every member of the view holds it, so that it survives as long as one of them does. A view may have
     * become smaller since the cast was made: what is stable in a view of one member is held by that member alone.
     *
     * @param timeout how long to wait at most
     * @return false if the time ran out
     * @throws InterruptedException if the thread is interrupted
     * @throws GroupClosedException if the member has left and will never know
     */
    boolean awaitStable(Duration timeout) throws InterruptedException;
}
