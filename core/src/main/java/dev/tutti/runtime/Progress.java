package dev.tutti.runtime;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far this member's own casts have come, for those who wait. Numbers count own casts from 1. */
final class Progress {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long delivered;
    private volatile long stable;
    private volatile boolean over;

    /** On the loop. */
    void delivered(long number) {
        if (number > delivered) {
            delivered = number;
            signal();
        }
    }

    /** On the loop. */
    void stable(long number) {
        if (number > stable) {
            stable = number;
            signal();
        }
    }

    /** No more will come. */
    void close() {
        over = true;
        signal();
    }

    long stable() {
        return stable;
    }

    private void signal() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What one can wait for. */
    enum Stage {
        DELIVERED,
        STABLE
    }

    private long reached(Stage stage) {
        return switch (stage) {
            case DELIVERED -> delivered;
            case STABLE -> stable;
        };
    }

    /** Waits; the outcome may be that it is over. */
    Outcome await(Stage stage, long number, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (reached(stage) < number) {
                if (over) {
                    return Outcome.OVER;
                }
                if (left <= 0) {
                    return Outcome.TIMED_OUT;
                }
                left = moved.awaitNanos(left);
            }
            return Outcome.REACHED;
        } finally {
            lock.unlock();
        }
    }

    /** How waiting ends. */
    enum Outcome {
        REACHED,
        TIMED_OUT,
        OVER
    }
}
