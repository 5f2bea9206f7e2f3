package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.sim.Plan.Timed;
import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.Trace;
import dev.tutti.sim.trace.TraceEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps that lie in wait strike when their sign shows, and plots keep to what may happen. */
class AmbushesTest {
    private static final Step CRASH = new Step.Crash(List.of("c"));

    private static List<Step.Ambush> struck(Step.Ambush step, Trace trace, Runnable meanwhile) {
        List<Step.Ambush> struck = new ArrayList<>();
        Ambushes ambushes = new Ambushes(trace, struck::add);
        ambushes.lay(step);
        meanwhile.run();
        ambushes.look();
        ambushes.look();
        return struck;
    }

    private static Step.Ambush onChange(int count, String... names) {
        return new Step.Ambush(Sign.CHANGE, List.of(names), count, 0, List.of(CRASH));
    }

    @Test
    void aSignThatShowedBeforeIsNone() {
        Trace trace = new Trace();
        trace.add(1, "a", new TraceEvent.Blocked());

        assertThat(struck(onChange(1, "a"), trace, () -> {})).isEmpty();
        assertThat(struck(onChange(1, "a"), trace, () -> trace.add(2, "a", new TraceEvent.Blocked())))
                .hasSize(1);
    }

    @Test
    void signsCountAtTheMembersThatAreNamedAlsoAfterTheyStartedAgain() {
        Trace trace = new Trace();
        Runnable events = () -> {
            trace.add(1, "b", new TraceEvent.Blocked());
            trace.add(2, "a.2", new TraceEvent.Blocked());
            trace.add(3, "a", new TraceEvent.Stable());
        };

        assertThat(struck(onChange(1, "aa"), trace, events)).isEmpty();
        assertThat(struck(onChange(2, "a"), trace, events)).isEmpty();
        assertThat(struck(onChange(2, "a", "b"), trace, events)).hasSize(1);
    }

    @Test
    void aStepLiesInWaitUntilItsMomentInARun() {
        Step.Ambush ambush = new Step.Ambush(Sign.VIEW, List.of("b"), 1, 5_000, List.of(CRASH));
        List<Timed> steps = List.of(
                new Timed(0, new Step.Found("a")),
                new Timed(0, new Step.Start("b")),
                new Timed(0, new Step.Start("c")),
                new Timed(0, ambush));
        Trace trace = Simulation.run(new Plan(1, Setup.DEFAULT, List.of("a"), steps, 1_000_000))
                .trace();

        long viewNanos = first(trace, "b", TraceEvent.Viewed.class);
        assertThat(first(trace, "c", TraceEvent.Crashed.class)).isEqualTo(viewNanos + 5_000_000);
    }

    private static long first(Trace trace, String process, Class<?> event) {
        return trace.entries().stream()
                .filter(entry -> entry.process().equals(process) && event.isInstance(entry.event()))
                .mapToLong(Entry::timeNanos)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void plotsKeepToTheFaultsThatThereMayBe() {
        Palette cuts = new Palette(
                Choice.exactly(EnumSet.of(FaultKind.AMBUSH, FaultKind.CUT), EnumSet.allOf(FaultKind.class)),
                Choice.drawn());
        int plots = 0;
        for (long seed = 1; seed <= 100; seed++) {
            List<Step> steps = Swarm.plan(seed, cuts).all();
            assertThat(steps)
                    .noneMatch(step ->
                            step instanceof Step.Partition || step instanceof Step.Crash || step instanceof Step.Leave);
            plots += steps.stream().anyMatch(Step.Ambush.class::isInstance) ? 1 : 0;
        }
        assertThat(plots).isGreaterThan(20);
    }
}
