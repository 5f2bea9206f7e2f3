package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.sim.Campaign.Summary;
import dev.tutti.sim.Simulation.Outcome;
import dev.tutti.sim.check.Violation;
import dev.tutti.sim.trace.Trace;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code tutti sim} prints of many runs. */
class SimProgressTest {
    private static final long SECOND = 1_000_000_000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Streams streams =
            new Streams(InputStream.nullInputStream(), out, new PrintStream(err, true, StandardCharsets.UTF_8));
    private long nowNanos;

    private SimProgress progress(boolean bar) {
        return new SimProgress(streams, bar, 10, Duration.ofHours(1), () -> nowNanos);
    }

    private static Outcome outcome(long seed, Violation... violations) {
        return new Outcome(seed, new Trace(), List.of(violations), 1_000, 3 * SECOND);
    }

    private static Summary summary(long runs, long failed) {
        return new Summary(runs, failed, 1_000 * runs, 3 * SECOND * runs, SECOND);
    }

    @Test
    void aRunThatBrokeAGuaranteeIsOneLineAndTheExitCodeSaysSo() {
        SimProgress progress = progress(false);

        progress.ran(outcome(1), summary(1, 0));
        progress.ran(
                outcome(2, new Violation("VS", 5, "a", "first"), new Violation("TS", 6, "b", "second")), summary(2, 1));

        assertThat(progress.end(summary(2, 1))).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        seed 2: VS at a, 0 ms: first (and 1 more)
                        1 of 2 seeds failed; 2 seeds/s, 2000 events/s, 6 times real time
                        """);
        assertThat(err.size()).isZero();
    }

    @Test
    void withoutAFindingTheExitCodeIsZero() {
        assertThat(progress(false).end(summary(5, 0))).isZero();
    }

    @Test
    void theBarShowsHowFarItHasComeButNotTooOften() {
        SimProgress progress = progress(true);

        progress.ran(outcome(1), summary(1, 0));
        nowNanos += SECOND / 100;
        progress.ran(outcome(2), summary(2, 0));
        nowNanos += SECOND;
        progress.ran(outcome(3), summary(5, 0));

        assertThat(err.toString(StandardCharsets.UTF_8).split("\r", -1))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("[###...") && line.contains("] 1 seeds, 0 failed, 1 seeds/s"))
                .anyMatch(line -> line.startsWith("[###############...") && line.contains("] 5 seeds"));
    }

    @Test
    void aFindingIsNotPrintedIntoTheBar() {
        SimProgress progress = progress(true);

        progress.ran(outcome(1), summary(1, 0));
        progress.ran(outcome(2, new Violation("VS", 5, "a", "first")), summary(2, 1));

        assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("\r\033[K");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("seed 2: VS at a, 0 ms: first\n");
    }
}
