package dev.tutti.net;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether the loop was asked for a turn, and whether it sleeps. Many threads ask, one loop answers; only the first to ask after the
 * loop went to sleep pays for waking it.
 *
 * <p>Why no request is lost. A thread publishes what it wants (in a volatile field, or under a lock) and then asks. The loop takes its
 * turn as {@link #beginTurn}, then the look at what was published. All of these are synchronisation actions, so they have one order:
 * <ul>
 *   <li>If the request comes before {@code beginTurn}, this very turn sees what was published.
 *   <li>If it comes after, the state is {@code ASKED} from then on until the next {@code beginTurn}. {@link #maySleep} fails in that
 *       state, so the loop does not sleep before another turn.
 *   <li>If it comes after {@code maySleep} succeeded, it finds {@code ASLEEP}, and the caller wakes the selector. A selector that is
 *       woken before it blocks does not block: the wake-up is not lost either.
 * </ul>
 */
final class WakeSignal {
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int ASKED = 2;

    /** Begins as if asked, so that the first turn comes at once. */
    private final AtomicInteger state = new AtomicInteger(ASKED);

    /**
     * Asks for a turn. From any thread.
     *
     * @return true if the loop sleeps and the caller must wake it
     */
    boolean ask() {
        return state.get() != ASKED && state.getAndSet(ASKED) == ASLEEP;
    }

    /**
     * Whether somebody asked since the last turn began.
     *
     * @return true if the loop must not block
     */
    boolean asked() {
        return state.get() == ASKED;
    }

    /**
     * The loop is about to block.
     *
     * @return false if it must not, since it was asked
     */
    boolean maySleep() {
        return state.compareAndSet(AWAKE, ASLEEP);
    }

    /** The loop found something to do: who asks from now on need not wake it, a turn comes anyway. */
    void stir() {
        if (state.get() == ASLEEP) {
            state.compareAndSet(ASLEEP, AWAKE);
        }
    }

    /** A turn begins: what was published before is seen in it, what is asked from now on gets another. */
    void beginTurn() {
        state.set(AWAKE);
    }
}
