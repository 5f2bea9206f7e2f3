package dev.tutti.layer;

import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Timers;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so; timers fire in order of their time, then of their making. */
public final class VirtualTime implements Clock, Timers {
    private final PriorityQueue<Planned> planned =
            new PriorityQueue<>(Comparator.comparingLong(Planned::dueNanos).thenComparingLong(Planned::number));
    private long nowNanos = 1_000_000_000L;
    private long made;

    private record Planned(long dueNanos, long number, Runnable action) {}

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    @Override
    public Timer after(long delayNanos, Runnable action) {
        Planned timer = new Planned(nowNanos + delayNanos, made++, action);
        planned.add(timer);
        return () -> planned.remove(timer);
    }

    /**
     * Lets time pass and fires what falls due on the way, what that plans included.
     *
     * @param nanos how much
     */
    public void advance(long nanos) {
        long until = nowNanos + nanos;
        for (Planned next = planned.peek(); next != null && next.dueNanos() <= until; next = planned.peek()) {
            planned.remove();
            nowNanos = Math.max(nowNanos, next.dueNanos());
            next.action().run();
        }
        nowNanos = until;
    }

    /** How many timers and frames are on their way. */
    public int pending() {
        return planned.size();
    }
}
