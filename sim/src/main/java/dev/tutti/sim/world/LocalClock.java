package dev.tutti.sim.world;

import dev.tutti.kernel.Clock;

/**
 * A process' own idea of time: it begins anywhere and runs a little too fast or too slow.
 *
 * @param scheduler true time
 * @param offsetNanos what it shows at the beginning of the run
 * @param driftMillionths by how many millionths it is too fast; below 0 too slow
 */
record LocalClock(Scheduler scheduler, long offsetNanos, long driftMillionths) implements Clock {
    private static final long MILLION = 1_000_000;

    @Override
    public long nanoTime() {
        return at(scheduler.nowNanos());
    }

    private long at(long trueNanos) {
        return offsetNanos + trueNanos + Math.floorDiv(trueNanos * driftMillionths, MILLION);
    }

    /** How long a time on this clock truly takes; never so short that the clock would show less. */
    long trueDelayNanos(long localNanos) {
        if (driftMillionths == 0) {
            return localNanos;
        }
        long now = scheduler.nowNanos();
        long trueNanos = (long) (localNanos * ((double) MILLION / (MILLION + driftMillionths)));
        while (at(now + trueNanos) - at(now) < localNanos) {
            trueNanos++;
        }
        return trueNanos;
    }
}
