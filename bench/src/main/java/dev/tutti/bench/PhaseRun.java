package dev.tutti.bench;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * What all members measured in one phase.
 *
 * @param perSecond messages delivered per second at each member: the median over the members
 * @param cpuSecondsPerMillion processor seconds of all processes together per million messages delivered, at all members together
 * @param framesPerSecond frames that came from the network per second at each member: the median over the members; empty if the system
 *     does not say
 * @param latencies of all members together, in nanoseconds
 */
record PhaseRun(double perSecond, double cpuSecondsPerMillion, OptionalDouble framesPerSecond, Histogram latencies) {
    /**
     * Sums up, and compares what was delivered with what was sent.
     *
     * @param phase that was run
     * @param results of all members
     * @return the sum
     * @throws Failure if a member delivered another number of messages than were sent
     */
    static PhaseRun of(Phase phase, List<PhaseResult> results) throws Failure {
        long sent = results.stream().mapToLong(PhaseResult::sent).sum();
        double cpuNanos = 0;
        Histogram latencies = Inbound.emptyHistogram();
        for (PhaseResult result : results) {
            if (result.delivered() != sent) {
                throw new Failure("m" + results.indexOf(result) + ": delivered " + result.delivered() + " of " + sent
                        + " messages");
            }
            cpuNanos += result.cpuNanos();
            latencies.add(result.latencies());
        }
        return new PhaseRun(
                median(phase, results, PhaseResult::delivered),
                cpuNanos / 1e9 / (sent * results.size() / 1e6),
                results.stream().allMatch(result -> result.frames() >= 0)
                        ? OptionalDouble.of(median(phase, results, PhaseResult::frames))
                        : OptionalDouble.empty(),
                latencies);
    }

    private static double median(Phase phase, List<PhaseResult> results, ToLongFunction<PhaseResult> count) {
        return new Samples(results.stream()
                        .map(result -> count.applyAsLong(result) * 1e9 / (result.endNanos() - phase.startNanos()))
                        .toList())
                .median();
    }
}
