package dev.tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PhaseRunTest {
    private static final long SECOND = 1_000_000_000L;

    private final Phase phase = new Phase(64, 1, SECOND, SECOND, 0, 0);

    @Test
    void sumsUpOverTheMembers() throws Exception {
        PhaseRun run = PhaseRun.of(
                phase,
                List.of(
                        new PhaseResult(1_000_000, 1_000_000, 2 * SECOND, SECOND, 100, latency(10)),
                        new PhaseResult(0, 1_000_000, 3 * SECOND, 3 * SECOND, 600, latency(20)),
                        new PhaseResult(0, 1_000_000, 5 * SECOND, 2 * SECOND, 200, latency(30))));

        assertThat(run.perSecond()).isEqualTo(500_000);
        assertThat(run.cpuSecondsPerMillion()).isEqualTo(2);
        assertThat(run.framesPerSecond()).hasValue(100);
        assertThat(run.latencies().getValueAtPercentile(50)).isEqualTo(20);
    }

    @Test
    void aSystemThatDoesNotCountItsFramesHasNoRateOfThem() throws Exception {
        PhaseRun run = PhaseRun.of(phase, List.of(new PhaseResult(10, 10, 2 * SECOND, 0, -1, latency(1))));

        assertThat(run.framesPerSecond()).isEmpty();
    }

    @Test
    void aMemberWithFewerMessagesThanWereSentFailsTheRun() {
        List<PhaseResult> results = List.of(
                new PhaseResult(10, 10, 2 * SECOND, 0, 1, latency(1)),
                new PhaseResult(0, 9, 2 * SECOND, 0, -1, latency(1)));

        assertThatThrownBy(() -> PhaseRun.of(phase, results))
                .isInstanceOf(Failure.class)
                .hasMessage("m1: delivered 9 of 10 messages");
    }

    private static Histogram latency(long nanos) {
        Histogram histogram = Inbound.emptyHistogram();
        histogram.recordValue(nanos);
        return histogram;
    }
}
