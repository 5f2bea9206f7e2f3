package dev.tutti.sim.world;

import dev.tutti.kernel.Timers;
import java.util.Arrays;

/**
 * Virtual time. Tasks happen in the order of their time, those of the same time in the order in which they were scheduled; time
 * jumps from one to the next. So a run depends on nothing but what was scheduled.
 */
public final class Scheduler {
    /** Tasks that may happen at one moment. More are a sign that two of them call each other for ever. */
    private static final int MAX_TASKS_PER_MOMENT = 100_000;

    private static final int INITIAL_CAPACITY = 256;

    /** Children of each task in the heap: with four it is half as deep as with two, and they lie beside each other. */
    private static final int FAN = 4;

    private Task[] heap = new Task[INITIAL_CAPACITY];

    /** The times of the tasks in the heap, so that most comparisons need not look at the tasks. */
    private long[] times = new long[INITIAL_CAPACITY];

    private int size;
    private long nowNanos;
    private long sequence;
    private long executed;
    private int atThisMoment;

    /** Time 0, nothing scheduled. */
    public Scheduler() {}

    /**
     * The present moment.
     *
     * @return nanoseconds since the beginning of the run
     */
    public long nowNanos() {
        return nowNanos;
    }

    /**
     * How much has happened so far.
     *
     * @return number of tasks done
     */
    public long executed() {
        return executed;
    }

    /**
     * How much is scheduled.
     *
     * @return number of tasks
     */
    public int pending() {
        return size;
    }

    /**
     * Does something later.
     *
     * @param delayNanos from now; below 0 is taken as 0
     * @param action what to do
     * @return to cancel it
     */
    public Timers.Timer after(long delayNanos, Runnable action) {
        Task task = new Task() {
            @Override
            void run() {
                action.run();
            }
        };
        schedule(nowNanos + Math.max(0, delayNanos), task);
        return task;
    }

    void schedule(long timeNanos, Task task) {
        if (timeNanos < nowNanos) {
            throw new IllegalArgumentException("scheduled in the past");
        }
        if (atThisMoment > MAX_TASKS_PER_MOMENT && timeNanos == nowNanos) {
            // Thrown here, it shows in its stack who does not let go.
            throw new IllegalStateException("time stands still at " + nowNanos + " ns");
        }
        task.enter(this, timeNanos, sequence++);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
            times = Arrays.copyOf(times, size * 2);
        }
        rise(size++, task);
    }

    /** Whether another task happens at this very moment. */
    boolean more() {
        return size > 0 && times[0] == nowNanos;
    }

    /**
     * Does the next task, and moves time to its moment.
     *
     * @param limitNanos a task later than this stays where it is
     * @return false if there was none up to the limit
     */
    public boolean step(long limitNanos) {
        if (size == 0 || times[0] > limitNanos) {
            return false;
        }
        Task next = heap[0];
        remove(next);
        atThisMoment = next.timeNanos == nowNanos ? atThisMoment + 1 : 0;
        nowNanos = next.timeNanos;
        executed++;
        next.run();
        return true;
    }

    /**
     * Does everything up to a moment, and moves time to it.
     *
     * @param timeNanos the moment
     */
    public void runUntil(long timeNanos) {
        while (step(timeNanos)) {
            // Each step does one task.
        }
        nowNanos = Math.max(nowNanos, timeNanos);
    }

    void remove(Task task) {
        int hole = task.position;
        task.position = Task.NOWHERE;
        Task last = heap[--size];
        heap[size] = null;
        if (hole == size) {
            return;
        }
        if (hole > 0 && before(last, (hole - 1) / FAN)) {
            rise(hole, last);
        } else {
            sink(hole, last);
        }
    }

    /** Whether the task at one place comes before that at another. */
    private boolean before(int one, int other) {
        return times[one] < times[other] || (times[one] == times[other] && heap[one].sequence < heap[other].sequence);
    }

    private boolean before(Task task, int other) {
        return task.timeNanos < times[other]
                || (task.timeNanos == times[other] && task.sequence < heap[other].sequence);
    }

    private void rise(int from, Task task) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / FAN;
            if (!before(task, parent)) {
                break;
            }
            put(at, heap[parent]);
            at = parent;
        }
        put(at, task);
    }

    private void sink(int from, Task task) {
        int at = from;
        for (int first = FAN * at + 1; first < size; first = FAN * at + 1) {
            int child = first;
            int end = Math.min(first + FAN, size);
            for (int other = first + 1; other < end; other++) {
                child = before(other, child) ? other : child;
            }
            if (before(task, child)) {
                break;
            }
            put(at, heap[child]);
            at = child;
        }
        put(at, task);
    }

    private void put(int at, Task task) {
        heap[at] = task;
        times[at] = task.timeNanos;
        task.position = at;
    }
}
