package dev.tutti.sim;

import dev.tutti.sim.Plan.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes a failing plan shorter as long as it still fails: delta debugging (Zeller and Hildebrandt, 2002) over its steps, then simpler
 * steps, until nothing more can be left out alone or the trials are used up. What is left is small, not the smallest.
 */
final class Shrinker {
    private final Predicate<Plan> fails;
    private int trialsLeft;

    /**
     * A shrinker for one plan.
     *
     * @param fails carries out a plan, and says whether what is looked for happens
     * @param maxTrials how often it may do so
     */
    Shrinker(Predicate<Plan> fails, int maxTrials) {
        this.fails = fails;
        this.trialsLeft = maxTrials;
    }

    /**
     * Shrinks.
     *
     * @param failing a plan that fails
     * @return one that fails and has no step that could be left out alone, as far as the trials went
     */
    Plan shrink(Plan failing) {
        Plan before;
        Plan after = failing;
        do {
            before = after;
            after = simplify(leaveOut(endEarlier(before)));
        } while (!after.equals(before) && trialsLeft > 0);
        return after;
    }

    private Plan endEarlier(Plan plan) {
        long lastMicros = plan.steps().isEmpty() ? 0 : plan.steps().getLast().micros();
        return lastMicros >= plan.endMicros()
                ? plan
                : keepIfFails(
                        plan, new Plan(plan.seed(), plan.setup(), plan.seeds(), plan.steps(), Math.max(1, lastMicros)));
    }

    /** Leaves out chunks, large ones first. */
    private Plan leaveOut(Plan plan) {
        Plan shortest = plan;
        int chunks = 2;
        while (!shortest.steps().isEmpty() && trialsLeft > 0) {
            int size = shortest.steps().size();
            int most = Math.min(chunks, size);
            shortest = leaveOutOne(shortest, most);
            if (shortest.steps().size() < size) {
                chunks = Math.max(2, most - 1);
            } else if (most == size) {
                return shortest;
            } else {
                chunks = 2 * most;
            }
        }
        return shortest;
    }

    /** Leaves out the first of so many chunks that is not needed. */
    private Plan leaveOutOne(Plan plan, int chunks) {
        int size = plan.steps().size();
        for (int chunk = 0; chunk < chunks; chunk++) {
            List<Timed> rest = new ArrayList<>(plan.steps().subList(0, (int) ((long) size * chunk / chunks)));
            rest.addAll(plan.steps().subList((int) ((long) size * (chunk + 1) / chunks), size));
            Plan shorter = keepIfFails(plan, with(plan, rest));
            if (shorter.steps().size() < size) {
                return shorter;
            }
        }
        return plan;
    }

    private Plan simplify(Plan plan) {
        Plan simplest = plan;
        for (int i = 0; i < plan.steps().size(); i++) {
            int at = i;
            for (Step simpler : simpler(plan.steps().get(i).step()).toList()) {
                List<Timed> steps = new ArrayList<>(simplest.steps());
                steps.set(at, new Timed(steps.get(at).micros(), simpler));
                simplest = keepIfFails(simplest, with(simplest, steps));
            }
        }
        return simplest;
    }

    /** Simpler steps, the simplest last. */
    private static Stream<Step> simpler(Step step) {
        return switch (step) {
            case Step.Cast(String name, int count, int sizeBytes)
            when count > 1 || sizeBytes > 0 -> Stream.of(new Step.Cast(name, count, 0), new Step.Cast(name, 1, 0));
            case Step.Unordered(String name, int count, int sizeBytes)
            when count > 1 || sizeBytes > 0 ->
                Stream.of(new Step.Unordered(name, count, 0), new Step.Unordered(name, 1, 0));
            case Step.Send(String from, String to, int count, int sizeBytes)
            when count > 1 || sizeBytes > 0 ->
                Stream.of(new Step.Send(from, to, count, 0), new Step.Send(from, to, 1, 0));
            case Step.Gbcast(String name, int sizeBytes) when sizeBytes > 0 -> Stream.of(new Step.Gbcast(name, 0));
            case Step.Crash(List<String> names)
            when names.size() > 1 -> names.stream().map(name -> new Step.Crash(List.of(name)));
            case Step.Leave(List<String> names)
            when names.size() > 1 -> names.stream().map(name -> new Step.Leave(List.of(name)));
            case Step.Ambush(Sign sign, List<String> names, int count, long micros, List<Step> then)
            when then.size() > 1 -> then.stream().map(one -> new Step.Ambush(sign, names, count, micros, List.of(one)));
            default -> Stream.empty();
        };
    }

    private static Plan with(Plan plan, List<Timed> steps) {
        return new Plan(plan.seed(), plan.setup(), plan.seeds(), steps, plan.endMicros());
    }

    private Plan keepIfFails(Plan known, Plan tried) {
        return trialsLeft-- > 0 && fails.test(tried) ? tried : known;
    }
}
