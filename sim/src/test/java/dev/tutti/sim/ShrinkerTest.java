package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.sim.Plan.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final int PLENTY = 10_000;

    private static Plan plan(List<Step> steps) {
        List<Timed> timed = new ArrayList<>();
        for (Step step : steps) {
            timed.add(new Timed(1_000L * (timed.size() + 1), step));
        }
        return new Plan(1, Setup.DEFAULT, List.of("a"), timed, 1_000_000);
    }

    /** 200 casts, with three other steps among them. */
    private static Plan long200() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            steps.add(new Step.Cast("a", 1 + i % 5, i));
        }
        steps.add(17, new Step.Cut("a", "b"));
        steps.add(90, new Step.Crash(List.of("a", "b", "c")));
        steps.add(150, new Step.Heal());
        return plan(steps);
    }

    private static List<Step> steps(Plan plan) {
        return plan.steps().stream().map(Timed::step).toList();
    }

    private static Predicate<Plan> needs(Class<?>... kinds) {
        return plan ->
                List.of(kinds).stream().allMatch(kind -> steps(plan).stream().anyMatch(kind::isInstance));
    }

    @Test
    void onlyTheStepsThatAreNeededStay() {
        Plan shrunk = new Shrinker(needs(Step.Cut.class, Step.Heal.class), PLENTY).shrink(long200());
        assertThat(steps(shrunk)).containsExactly(new Step.Cut("a", "b"), new Step.Heal());
        assertThat(shrunk.endMicros())
                .isEqualTo(shrunk.steps().getLast().micros())
                .isLessThan(1_000_000);
    }

    @Test
    void stepsKeepTheirMoments() {
        Plan before = long200();
        Plan shrunk = new Shrinker(needs(Step.Cut.class, Step.Heal.class), PLENTY).shrink(before);
        assertThat(before.steps()).containsAll(shrunk.steps());
    }

    @Test
    void stepsBecomeSimpler() {
        Predicate<Plan> crashOfB = plan -> steps(plan).stream()
                .anyMatch(step ->
                        step instanceof Step.Crash crash && crash.names().contains("b"));
        Plan shrunk = new Shrinker(crashOfB.and(needs(Step.Cast.class)), PLENTY).shrink(long200());
        assertThat(steps(shrunk)).containsExactlyInAnyOrder(new Step.Crash(List.of("b")), new Step.Cast("a", 1, 0));
    }

    @Test
    void aCastInOrderWithEverythingBecomesSmall() {
        Plan large = plan(List.of(new Step.Gbcast("a", 5_000), new Step.Gbcast("b", 0)));
        Plan shrunk = new Shrinker(tried -> tried.steps().size() == 2, PLENTY).shrink(large);
        assertThat(steps(shrunk)).containsExactly(new Step.Gbcast("a", 0), new Step.Gbcast("b", 0));
    }

    @Test
    void whatFailsByItselfNeedsNoStep() {
        assertThat(new Shrinker(plan -> true, PLENTY).shrink(long200()).steps()).isEmpty();
    }

    @Test
    void trialsAreLimitedAndWhatIsLeftStillFails() {
        int[] trials = {0};
        Predicate<Plan> counted = plan -> {
            trials[0]++;
            return needs(Step.Cut.class, Step.Crash.class, Step.Heal.class).test(plan);
        };
        Plan shrunk = new Shrinker(counted, 20).shrink(long200());
        assertThat(trials[0]).isLessThanOrEqualTo(20);
        assertThat(needs(Step.Cut.class, Step.Crash.class, Step.Heal.class)).accepts(shrunk);
        assertThat(shrunk.steps().size()).isLessThan(203);
    }
}
