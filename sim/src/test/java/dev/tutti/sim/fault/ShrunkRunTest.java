package dev.tutti.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.sim.fault.Hunt.Catch;
import dev.tutti.sim.fault.Trial.Broken;
import dev.tutti.sim.fault.Trial.Told;
import dev.tutti.sim.trace.Trace;
import org.junit.jupiter.api.Test;

/** A run that fails, since a fault is planted, is made short, and everything that is told is told of the short one. */
class ShrunkRunTest {
    /** Of dozens; that a handful is enough is what makes them worth reading. */
    private static final int FEW_STEPS = 15;

    @Test
    void aFailingRunBecomesAShortOneThatBreaksTheSame() {
        Fault planted = Faults.all().stream()
                .filter(fault -> fault.name().equals("own-cut-is-enough"))
                .findFirst()
                .orElseThrow();
        Hunt hunt = new Hunt(planted);
        Catch found = hunt.run().orElseThrow();
        Told whole = hunt.told(found.seed(), false);
        String broken = whole.broken().getFirst().predicate();

        Told shrunk = hunt.told(found.seed(), true);

        assertThat(shrunk.steps()).isLessThan(whole.steps()).isBetween(1, FEW_STEPS);
        assertThat(shrunk.broken()).extracting(Broken::predicate).contains(broken);
        assertThat(shrunk.picture())
                .contains("Seed " + found.seed() + ", shrunk to " + shrunk.steps() + " steps")
                .contains(">1. " + shrunk.broken().getFirst().predicate());
        assertThat(shrunk.report().lines().filter(line -> line.matches("# [0-9.]+ ms [A-Z].*")))
                .as("the steps in the report are those of the short run")
                .hasSize(shrunk.steps());
        assertThat(shrunk.report()).contains("\n# " + shrunk.broken().getFirst().text());
        assertThat(Trace.parse(shrunk.report()).entries())
                .as("the trace is that of the short run")
                .isNotEmpty()
                .hasSizeLessThan(Trace.parse(whole.report()).entries().size());
    }
}
