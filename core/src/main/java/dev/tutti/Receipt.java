package dev.tutti;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Stands for a cast that was accepted; lets the caller wait for what becomes of it, or be told. Costs nothing if it is not used.
 *
 * <p>What depends on {@link #delivered} or {@link #stable} runs on a virtual thread of the group, behind others that became true at the
 * same moment: whatever blocks should get an executor, as by {@code thenRunAsync}.
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

    /**
     * Tells when this member itself has delivered the cast, see {@link #awaitDelivered}.
     *
     * @return completed then; fails with {@link GroupClosedException} if the member has left and will never know
     */
    CompletionStage<Void> delivered();

    /**
     * Tells when the cast is stable, see {@link #awaitStable}.
     *
     * @return completed then; fails with {@link GroupClosedException} if the member has left and will never know
     */
    CompletionStage<Void> stable();
}
