package dev.tutti.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How long the demonstration waits: as long as any of its members shows anything new, and a good while longer. */
final class DemoPatience {
    /** On an idle machine nothing takes longer than some seconds. */
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** Whoever watches wants to know what goes on. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Telling telling;
    private final long limitNanos;
    private final long silenceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long movedNanos = System.nanoTime();

    /** Tells whoever watches. */
    interface Telling {
        void say(String text) throws IOException;
    }

    /** Looks for what is waited for; throws {@link DemoFailure} when it cannot come any more. */
    interface Look<T> {
        Optional<T> look() throws InterruptedException;
    }

    DemoPatience(Telling telling) {
        this(telling, LIMIT_NANOS, SILENCE_NANOS);
    }

    DemoPatience(Telling telling, long limitNanos, long silenceNanos) {
        this.telling = telling;
        this.limitNanos = limitNanos;
        this.silenceNanos = silenceNanos;
    }

    /** A member has shown something, which this takes down. From any thread. */
    void moved(Runnable change) {
        lock.lock();
        try {
            change.run();
            movedNanos = System.nanoTime();
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
            long beganNanos = System.nanoTime();
            long toldNanos = beganNanos;
            while (true) {
                Optional<T> found = look.look();
                if (found.isPresent()) {
                    return found.get();
                }
                long now = System.nanoTime();
                long leftNanos = limitNanos - (now - (movedNanos - beganNanos > 0 ? movedNanos : beganNanos));
                if (leftNanos <= 0) {
                    throw new DemoFailure("waited in vain for " + what + "; nothing has happened for "
                            + TimeUnit.NANOSECONDS.toSeconds(limitNanos) + " s (see --debug)");
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
