package dev.tutti.runtime;

import dev.tutti.Left;
import dev.tutti.kernel.Clock;

/**
 * How far a member is with leaving. In good order it goes when all that it said has arrived, and all that it was told has come to the others
 * too; else when that takes too long. On the loop only.
 */
final class Departure {
    /** Where the member is. */
    enum Place {
        IN_A_VIEW,
        /** It has not been in one; it just goes. */
        NOT_YET_IN,
        /** The group has gone on without it: it goes, but there is no good order in that. */
        CUT_OFF
    }

    private enum Stage {
        STAYS,
        /** What it said is still under way. */
        SPEAKS,
        /** Nothing is; the others are asked whether they have what it was told. */
        ASKS,
        /** They have. */
        READY,
        /** The group knows. */
        GOES
    }

    private final Clock clock;
    private final long timeoutNanos;

    private Stage stage = Stage.STAYS;
    private boolean timed;
    private long byNanos;
    private Left.Reason reason = Left.Reason.LEFT;

    Departure(Clock clock, long timeoutNanos) {
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
    }

    /** From now on it leaves; only the first call counts. */
    void begin() {
        if (stage == Stage.STAYS) {
            stage = Stage.SPEAKS;
            byNanos = clock.nanoTime() + timeoutNanos;
        }
    }

    /** It leaves for another reason than that it was asked to. */
    void because(Left.Reason other) {
        reason = other;
    }

    /** It is out; there is nothing to announce any more. */
    void end() {
        stage = Stage.GOES;
    }

    boolean hasBegun() {
        return stage != Stage.STAYS;
    }

    Left.Reason reason() {
        return reason;
    }

    /** Whether the others are to be asked now; true at most once in a view. */
    boolean asks(boolean allArrived) {
        boolean now = stage == Stage.SPEAKS && allArrived;
        if (now) {
            stage = Stage.ASKS;
        }
        return now;
    }

    /** The others have answered. */
    void confirmed() {
        if (stage == Stage.ASKS) {
            stage = Stage.READY;
        }
    }

    /** What was said of a view holds no more: in the next one the member may have to give its state, and will be told more. */
    void viewEnds() {
        if (stage == Stage.ASKS || stage == Stage.READY) {
            stage = Stage.SPEAKS;
        }
    }

    /** Whether the group is to be told now; true at most once. */
    boolean isDue(Place place) {
        if (stage == Stage.STAYS || stage == Stage.GOES) {
            return false;
        }
        boolean inGoodOrder = stage == Stage.READY || place == Place.NOT_YET_IN;
        if (!inGoodOrder && place == Place.IN_A_VIEW && clock.nanoTime() - byNanos < 0) {
            return false;
        }
        if (!inGoodOrder && reason == Left.Reason.LEFT) {
            reason = Left.Reason.CLOSED;
        }
        stage = Stage.GOES;
        return true;
    }

    /** Whether somebody must look again when the time is over; true at most once. */
    boolean needsTimer() {
        boolean needed = hasBegun() && stage != Stage.GOES && !timed;
        timed |= needed;
        return needed;
    }
}
