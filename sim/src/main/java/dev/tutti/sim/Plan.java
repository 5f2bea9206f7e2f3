package dev.tutti.sim;

import java.util.List;
import java.util.stream.Stream;

/**
 * A run before it happens.
 *
 * @param seed of everything that the network and the nodes leave to chance
 * @param setup what the nodes have in common
 * @param seeds names of the nodes where others look for the group
 * @param steps what is done, in the order of time
 * @param endMicros when the faults end
 */
record Plan(long seed, Setup setup, List<String> seeds, List<Timed> steps, long endMicros) {
    /** Copies the lists. */
    Plan {
        seeds = List.copyOf(seeds);
        steps = List.copyOf(steps);
    }

    /** A step and its moment. */
    record Timed(long micros, Step step) {
        @Override
        public String toString() {
            return micros / 1_000 + "." + String.valueOf(1_000 + micros % 1_000).substring(1) + " ms " + step;
        }
    }

    /** All steps, also those that lie in wait. */
    List<Step> all() {
        return steps.stream().map(Timed::step).flatMap(Plan::withThen).toList();
    }

    private static Stream<Step> withThen(Step step) {
        return step instanceof Step.Ambush ambush
                ? Stream.concat(Stream.of(step), ambush.then().stream().flatMap(Plan::withThen))
                : Stream.of(step);
    }

    /** The whole plan, one line for each step. */
    String describe() {
        StringBuilder text = new StringBuilder();
        text.append("seed ").append(seed).append(": ").append(setup).append('\n');
        text.append("looking for the group at ").append(seeds).append('\n');
        steps.forEach(timed -> text.append(timed).append('\n'));
        return text.append(endMicros / 1_000).append(" ms the faults end\n").toString();
    }
}
