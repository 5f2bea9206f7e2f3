package dev.tutti.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How long the demonstration waits: for all that it shows together no longer than it may take. */
final class DemoPatience {
    /** Whoever watches wants to know what goes on. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Telling telling;
    private final long beganNanos = System.nanoTime();
    private final long limitNanos;
    private final long silenceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    /** Tells whoever watches. */
    interface Telling {
        void say(String text) throws IOException;
    }

    /** Looks for what is waited for; throws {@link DemoFailure} when it cannot come any more. */
    interface Look<T> {
        Optional<T> look() throws InterruptedException;
    }

    DemoPatience(Telling telling, Duration limit) {
        this(telling, TimeUnit.NANOSECONDS.convert(limit), SILENCE_NANOS);
    }

    DemoPatience(Telling telling, long limitNanos, long silenceNanos) {
        this.telling = telling;
        this.limitNanos = limitNanos;
        this.silenceNanos = silenceNanos;
    }

    /** How long a member may try to join, as an option of its: as long as all may take, within what that option allows. */
    String joinTimeout() {
        long millis = TimeUnit.NANOSECONDS.toMillis(limitNanos);
        return Math.clamp(millis, 1, TimeUnit.DAYS.toMillis(1)) + "ms";
    }

    /** A member has shown something, which this takes down. From any thread. */
    void moved(Runnable change) {
        lock.lock();
        try {
            change.run();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits.
     *
     * @param <T> what for
     * @param what for people, as in "bob to show its post"
     * @param look finds it; never while a member takes something down
     * @return what was found
     * @throws IOException if nobody can be told that it takes long
     * @throws InterruptedException if the thread is interrupted
     */
    <T> T await(String what, Look<T> look) throws IOException, InterruptedException {
        lock.lock();
        try {
            long toldNanos = System.nanoTime();
            while (true) {
                Optional<T> found = look.look();
                if (found.isPresent()) {
                    return found.get();
                }
                long now = System.nanoTime();
                long leftNanos = limitNanos - (now - beganNanos);
                if (leftNanos <= 0) {
                    throw new DemoFailure(String.format(
                            Locale.ROOT,
                            "waited in vain for %s: the %.1f s that all of it may take are over. A busy machine "
                                    + "needs more time: --limit 1m; --debug shows what the members say",
                            what,
                            limitNanos / 1e9));
                }
                if (now - toldNanos >= silenceNanos) {
                    toldNanos = now;
                    telling.say("still waiting for " + what);
                }
                moved.awaitNanos(Math.min(leftNanos, silenceNanos - (now - toldNanos)));
            }
        } finally {
            lock.unlock();
        }
    }
}
