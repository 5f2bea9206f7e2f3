package dev.tutti.net;

import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Timers;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Timers in a binary heap by deadline; a cancelled one leaves it at once. On the loop only. */
final class TimerHeap implements Timers {
    private final Clock clock;
    private final Consumer<Throwable> failures;
    private @Nullable Entry[] heap = new @Nullable Entry[64];
    private int size;
    private long made;

    /**
     * No timers.
     *
     * @param clock for deadlines
     * @param failures gets what an action throws
     */
    TimerHeap(Clock clock, Consumer<Throwable> failures) {
        this.clock = clock;
        this.failures = failures;
    }

    @Override
    public Timer after(long delayNanos, Runnable action) {
        Entry entry = new Entry(clock.nanoTime() + Math.max(0, delayNanos), made++, action);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        up(entry, size++);
        return entry;
    }

    /**
     * Time until the next one is due.
     *
     * @return 0 if one is, {@link Long#MAX_VALUE} if there is none
     */
    long delayNanos() {
        return size == 0 ? Long.MAX_VALUE : Math.max(0, at(0).deadlineNanos - clock.nanoTime());
    }

    /** Runs what is due. What the actions start now runs the next time, even if it is due at once. */
    void fire() {
        if (size == 0) {
            return;
        }
        long now = clock.nanoTime();
        long firstNew = made;
        while (size > 0) {
            Entry entry = at(0);
            if (entry.deadlineNanos - now > 0 || entry.number >= firstNew) {
                return;
            }
            remove(0);
            try {
                entry.action.run();
            } catch (Throwable thrown) {
                failures.accept(thrown);
            }
        }
    }

    private Entry at(int index) {
        Entry entry = heap[index];
        if (entry == null) {
            throw new IllegalStateException("hole in the heap");
        }
        return entry;
    }

    private void remove(int index) {
        at(index).index = -1;
        Entry last = at(--size);
        heap[size] = null;
        if (index == size) {
            return;
        }
        if (index > 0 && last.before(at((index - 1) >>> 1))) {
            up(last, index);
        } else {
            down(last, index);
        }
    }

    private void up(Entry entry, int from) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            Entry above = at(parent);
            if (!entry.before(above)) {
                break;
            }
            put(above, index);
            index = parent;
        }
        put(entry, index);
    }

    private void down(Entry entry, int from) {
        int index = from;
        while (2 * index + 1 < size) {
            int child = 2 * index + 1;
            if (child + 1 < size && at(child + 1).before(at(child))) {
                child++;
            }
            Entry below = at(child);
            if (!below.before(entry)) {
                break;
            }
            put(below, index);
            index = child;
        }
        put(entry, index);
    }

    private void put(Entry entry, int index) {
        heap[index] = entry;
        entry.index = index;
    }

    private final class Entry implements Timer {
        private final long deadlineNanos;
        /** In the order in which they were started: of two with one deadline the older fires first. */
        private final long number;

        private final Runnable action;
        private int index;

        Entry(long deadlineNanos, long number, Runnable action) {
            this.deadlineNanos = deadlineNanos;
            this.number = number;
            this.action = action;
        }

        boolean before(Entry other) {
            long difference = deadlineNanos - other.deadlineNanos;
            return difference < 0 || (difference == 0 && number < other.number);
        }

        @Override
        public void cancel() {
            if (index >= 0) {
                remove(index);
            }
        }
    }
}
