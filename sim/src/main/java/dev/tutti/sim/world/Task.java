package dev.tutti.sim.world;

import dev.tutti.kernel.Timers;
import org.jspecify.annotations.Nullable;

/** Something that will happen at a moment of virtual time, unless it is cancelled. */
abstract class Task implements Timers.Timer {
    /** {@link #position} of a task that is not in a schedule. */
    static final int NOWHERE = -1;

    /** When it happens. */
    long timeNanos;

    /** Of two tasks at the same moment the one scheduled first happens first. */
    long sequence;

    /** Where it stands in the scheduler's heap. */
    int position = NOWHERE;

    private @Nullable Scheduler scheduler;
    private boolean cancelled;

    /** Does it. */
    abstract void run();

    final void enter(Scheduler into, long atNanos, long number) {
        scheduler = into;
        timeNanos = atNanos;
        sequence = number;
    }

    final boolean cancelled() {
        return cancelled;
    }

    @Override
    public final void cancel() {
        cancelled = true;
        if (scheduler != null && position != NOWHERE) {
            scheduler.remove(this);
        }
    }
}
