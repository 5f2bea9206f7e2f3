package dev.tutti.cli;

import dev.tutti.sim.Campaign;
import dev.tutti.sim.Campaign.Summary;
import dev.tutti.sim.Simulation.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What {@code tutti sim} says of many runs: one line for each that broke a guarantee and one for all of them on standard output; on a
 * terminal also how far it has come, on the standard error stream.
 */
final class SimProgress implements Campaign.Listener {
    private static final int FOUND_SOMETHING = 1;
    private static final int BAR_WIDTH = 30;
    private static final long REPAINT_NANOS = 200_000_000;
    private static final String CLEAR = "\r\033[K";

    private final Streams streams;
    private final boolean bar;
    private final long seedsInAll;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private boolean painted;
    private long paintedNanos;

    /**
     * Nothing has run.
     *
     * @param streams where to print
     * @param bar whether to show how far it has come
     * @param seedsInAll how many runs there are
     * @param limit after which no further run is begun
     * @param nanoTime a clock
     */
    SimProgress(Streams streams, boolean bar, long seedsInAll, Duration limit, LongSupplier nanoTime) {
        this.streams = streams;
        this.bar = bar;
        this.seedsInAll = seedsInAll;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    @Override
    public void ran(Outcome outcome, Summary soFar) {
        if (!outcome.violations().isEmpty()) {
            clear();
            print(outcome.finding());
        }
        long now = nanoTime.getAsLong();
        if (bar && (!painted || now - paintedNanos >= REPAINT_NANOS)) {
            painted = true;
            paintedNanos = now;
            paint(soFar);
        }
    }

    /** Sums up; returns the exit code. */
    int end(Summary all) {
        clear();
        print(all.failed() + " of " + all.runs() + " seeds failed; " + all.speed());
        return all.failed() == 0 ? ExitCode.OK.number() : FOUND_SOMETHING;
    }

    private void paint(Summary soFar) {
        double bySeeds = (double) soFar.runs() / Math.max(1, seedsInAll);
        double byTime = (double) soFar.wallNanos() / limit.toNanos();
        int full = (int) Math.min(BAR_WIDTH, Math.round(Math.max(bySeeds, byTime) * BAR_WIDTH));
        streams.err()
                .print("\r[" + "#".repeat(full) + ".".repeat(BAR_WIDTH - full) + "] " + soFar.runs() + " seeds, "
                        + soFar.failed() + " failed, " + soFar.speed() + "\033[K");
        streams.err().flush();
    }

    private void clear() {
        if (painted) {
            streams.err().print(CLEAR);
            streams.err().flush();
        }
    }

    private void print(String text) {
        try {
            streams.line(text);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
