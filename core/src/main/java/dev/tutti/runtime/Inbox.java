package dev.tutti.runtime;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the loop hands to the application, in order. Bounded by flow control: senders have credit only for what was consumed. */
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();

    private ArrayDeque<Item> filling = new ArrayDeque<>();
    private boolean waiting;

    /** On the loop. */
    void add(Item item) {
        lock.lock();
        try {
            filling.add(item);
            if (waiting) {
                notEmpty.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What waits, for whoever looks from outside. */
    List<Item> waiting() {
        lock.lock();
        try {
            return List.copyOf(filling);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes all there is, waiting for something if need be. By the consumer only.
     *
     * @param emptied a queue to fill next, empty
     * @param nanos how long to wait; {@link Long#MAX_VALUE} means as long as it takes
     * @return null if nothing came in time
     */
    @Nullable ArrayDeque<Item> takeAll(ArrayDeque<Item> emptied, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (filling.isEmpty()) {
                if (left <= 0) {
                    return null;
                }
                waiting = true;
                if (nanos == Long.MAX_VALUE) {
                    notEmpty.await();
                } else {
                    left = notEmpty.awaitNanos(left);
                }
            }
            ArrayDeque<Item> full = filling;
            filling = emptied;
            return full;
        } finally {
            waiting = false;
            lock.unlock();
        }
    }
}
