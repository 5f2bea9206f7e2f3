package dev.tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What goes between controller and member is one line each way. */
class LinesTest {
    @Test
    void aPhaseIsReadAsItWasWritten() {
        Phase phase = new Phase(1024, 3, -17, 5_000_000_000L, 1_000, 20_000_000_000L);

        assertThat(phase.line()).doesNotContain("\n");
        assertThat(Phase.parse(phase.line().split(" "))).isEqualTo(phase);
    }

    @Test
    void aResultIsReadAsItWasWritten() {
        Histogram latencies = Inbound.emptyHistogram();
        for (long nanos = 1; nanos < 10_000_000_000L; nanos *= 3) {
            latencies.recordValue(nanos);
        }
        PhaseResult result = new PhaseResult(5, 20, -9, 1_000_000, 77, latencies);

        assertThat(result.line()).doesNotContain("\n");
        assertThat(PhaseResult.parse(result.line().split(" "))).isEqualTo(result);
    }

    @Test
    void aResultWithoutLatenciesToo() {
        PhaseResult result = new PhaseResult(0, 0, 0, 0, -1, Inbound.emptyHistogram());

        assertThat(PhaseResult.parse(result.line().split(" "))).isEqualTo(result);
    }

    @Test
    void aFailureFitsOnOneLine() {
        assertThat(new Failure("first\nsecond")).hasMessage("first");
    }
}
