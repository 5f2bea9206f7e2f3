package dev.tutti.runtime;

import dev.tutti.kernel.Stack;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Bytes of one view that the application has consumed, by sender: written by the consumer, read by the loop. */
final class Consumption {
    private final AtomicLongArray consumed;
    private final long[] reported;
    private final AtomicLong unreported = new AtomicLong();
    private final long reportBytes;
    private final Runnable wake;
    private volatile boolean over;

    Consumption(int size, long reportBytes, Runnable wake) {
        this.consumed = new AtomicLongArray(size);
        this.reported = new long[size];
        this.reportBytes = reportBytes;
        this.wake = wake;
    }

    /** By the consumer: this much more of that sender is done with. */
    void add(int origin, long bytes) {
        consumed.setRelease(origin, consumed.getPlain(origin) + bytes);
        if (unreported.addAndGet(bytes) >= reportBytes && !over) {
            wake.run();
        }
    }

    /** By the consumer, when it has nothing more to do: senders may be waiting for the rest. */
    void flush() {
        if (unreported.get() > 0 && !over) {
            wake.run();
        }
    }

    /** On the loop: the view has ended, nobody waits for its credit any more. */
    void close() {
        over = true;
    }

    /** On the loop: passes on what is new. */
    void report(Stack stack) {
        if (unreported.get() == 0) {
            return;
        }
        unreported.set(0);
        for (int origin = 0; origin < reported.length; origin++) {
            long bytes = consumed.getAcquire(origin) - reported[origin];
            if (bytes > 0) {
                reported[origin] += bytes;
                stack.consumed(origin, bytes);
            }
        }
    }
}
