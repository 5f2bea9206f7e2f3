package dev.tutti.runtime;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far this member's own casts of one kind have come, for those who wait. Numbers count them from 1. */
final class Progress {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long delivered;
    private volatile long stable;
    private volatile boolean over;

    /** By stage and number; no more numbers than there are casts outstanding. */
    private final Map<Stage, NavigableMap<Long, CompletableFuture<Void>>> awaited = new EnumMap<>(Stage.class);

    private final Completions completions;

    Progress(Completions completions) {
        this.completions = completions;
    }

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

    long delivered() {
        return delivered;
    }

    long stable() {
        return stable;
    }

    private void signal() {
        lock.lock();
        try {
            moved.signalAll();
            if (!awaited.isEmpty()) {
                tell();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        List<CompletableFuture<Void>> come = new ArrayList<>();
        awaited.forEach((stage, byNumber) -> take(byNumber.headMap(reached(stage), true), come));
        if (!come.isEmpty()) {
            completions.complete(come);
        }
        List<CompletableFuture<Void>> lost = new ArrayList<>();
        if (over) {
            awaited.values().forEach(byNumber -> take(byNumber, lost));
            completions.fail(lost);
        }
        awaited.values().removeIf(Map::isEmpty);
    }

    private static void take(Map<Long, CompletableFuture<Void>> from, List<CompletableFuture<Void>> to) {
        to.addAll(from.values());
        from.clear();
    }

    /** Completed when a cast has come so far; fails if it never will. */
    CompletionStage<Void> stage(Stage stage, long number) {
        lock.lock();
        try {
            if (reached(stage) >= number) {
                return CompletableFuture.completedStage(null);
            }
            if (over) {
                return completions.closed();
            }
            return awaited.computeIfAbsent(stage, first -> new TreeMap<>())
                    .computeIfAbsent(number, first -> new CompletableFuture<>())
                    .minimalCompletionStage();
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
