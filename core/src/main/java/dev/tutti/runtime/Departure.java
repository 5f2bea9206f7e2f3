package dev.tutti.runtime;

import dev.tutti.Left;
import dev.tutti.kernel.Clock;

/**
 * How far a member is with leaving: it goes when all that it said has arrived, or when that takes too long. On the loop only.
 */
final class Departure {
    private final Clock clock;
    private final long timeoutNanos;

    private boolean begun;
    private boolean timed;
    private boolean announced;
    private long byNanos;
    private Left.Reason reason = Left.Reason.LEFT;

    Departure(Clock clock, long timeoutNanos) {
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
    }

    /** From now on it leaves; only the first call counts. */
    void begin() {
        if (!begun) {
            begun = true;
            byNanos = clock.nanoTime() + timeoutNanos;
        }
    }

    /** It leaves for another reason than that it was asked to. */
    void because(Left.Reason other) {
        reason = other;
    }

    /** It is out; there is nothing to announce any more. */
    void end() {
        begun = true;
        announced = true;
    }

    boolean hasBegun() {
        return begun;
    }

    Left.Reason reason() {
        return reason;
    }

    /** Whether the group is to be told now; true at most once. */
    boolean isDue(boolean allArrived) {
        if (!begun || announced || !(allArrived || clock.nanoTime() - byNanos > 0)) {
            return false;
        }
        announced = true;
        return true;
    }

    /** Whether somebody must look again when the time is over; true at most once. */
    boolean needsTimer() {
        boolean needed = begun && !announced && !timed;
        timed |= needed;
        return needed;
    }
}
