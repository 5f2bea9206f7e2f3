package dev.tutti.sim;

import dev.tutti.sim.Simulation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs many seeds, each alone on one thread. What a seed does depends on nothing but the seed and the palette; only the order of the findings
 * depends on how fast the threads are.
 */
public final class Campaign {
    private final Palette palette;
    private final int threads;
    private final Listener listener;

    private final Object lock = new Object();
    private long runs;
    private long failed;
    private long events;
    private long virtualNanos;

    /** Is told what happens, on any thread, by one at a time. */
    public interface Listener {
        /**
         * A seed was run.
         *
         * @param outcome what came of it
         * @param soFar what came of all so far, this one included
         */
        void ran(Outcome outcome, Summary soFar);
    }

    /**
     * What came of many seeds.
     *
     * @param runs how many
     * @param failed how many of them broke a guarantee
     * @param events things that happened in the simulated worlds
     * @param virtualNanos time that passed there
     * @param wallNanos time that passed here
     */
    public record Summary(long runs, long failed, long events, long virtualNanos, long wallNanos) {
        /**
         * How fast it goes.
         *
         * @return seeds, events and virtual seconds, each per second
         */
        public String speed() {
            double seconds = Math.max(1, wallNanos) / 1e9;
            return Math.round(runs / seconds) + " seeds/s, " + Math.round(events / seconds) + " events/s, "
                    + Math.round(virtualNanos / 1e9 / seconds) + " times real time";
        }
    }

    /**
     * A campaign that has not begun.
     *
     * @param palette what plans are drawn from
     * @param threads how many seeds run at the same time
     * @param listener is told of each
     */
    public Campaign(Palette palette, int threads, Listener listener) {
        this.palette = palette;
        this.threads = threads;
        this.listener = listener;
    }

    /**
     * Runs seeds one after the other, until all have been run or the time is up.
     *
     * @param first seed
     * @param last seed
     * @param limit after which no further seed is begun
     * @return what came of them
     * @throws InterruptedException if the thread is interrupted; what runs then is left to itself
     */
    public Summary run(long first, long last, Duration limit) throws InterruptedException {
        long beganNanos = System.nanoTime();
        AtomicLong next = new AtomicLong(first);
        AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(Thread.ofPlatform().daemon().name("tutti-sim-" + i).start(() -> {
                try {
                    for (long seed = next.getAndIncrement();
                            seed <= last && System.nanoTime() - beganNanos < limit.toNanos() && broken.get() == null;
                            seed = next.getAndIncrement()) {
                        note(Simulation.run(seed, palette), beganNanos);
                    }
                } catch (RuntimeException wrong) {
                    broken.set(wrong);
                }
            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        RuntimeException wrong = broken.get();
        if (wrong != null) {
            throw wrong;
        }
        return summary(beganNanos);
    }

    private void note(Outcome outcome, long beganNanos) {
        synchronized (lock) {
            runs++;
            failed += outcome.violations().isEmpty() ? 0 : 1;
            events += outcome.events();
            virtualNanos += outcome.nanos();
            listener.ran(outcome, summary(beganNanos));
        }
    }

    private Summary summary(long beganNanos) {
        synchronized (lock) {
            return new Summary(runs, failed, events, virtualNanos, System.nanoTime() - beganNanos);
        }
    }
}
