package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.sim.trace.Trace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random runs, judged by every checker. */
class SimTest {
    private static void run(long first, long last) {
        for (long seed = first; seed <= last; seed++) {
            assertThat(Simulation.run(seed).violations())
                    .as("seed %s: java dev.tutti.sim.Main --seed %s shows it", seed, seed)
                    .isEmpty();
        }
    }

    @Test
    void randomRunsKeepEveryGuarantee() {
        run(1, 100);
    }

    @Test
    @Tag("slow")
    void manyRandomRunsKeepEveryGuarantee() {
        run(1, 5_000);
    }

    @Test
    void theSameSeedGivesTheSameTraceByteForByte() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(Simulation.run(seed).trace().toText())
                    .isEqualTo(Simulation.run(seed).trace().toText());
        }
        assertThat(Simulation.run(1).trace().toText())
                .isNotEqualTo(Simulation.run(2).trace().toText());
    }

    @Test
    void theTraceOfARunReadsBack() {
        Trace trace = Simulation.run(3).trace();

        assertThat(Trace.parse(trace.toText()).entries()).isEqualTo(trace.entries());
    }
}
