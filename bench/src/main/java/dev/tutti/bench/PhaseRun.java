package dev.tutti.bench;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What all members measured in one phase.
 *
 * @param perSecond messages delivered per second at each member: the median over the members
 * @param cpuSecondsPerMillion processor seconds of all processes together per million messages delivered, at all members together
 * @param latencies of all members together, in nanoseconds
 */
record PhaseRun(double perSecond, double cpuSecondsPerMillion, Histogram latencies) {
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
        double perSecond = new Samples(results.stream()
                        .map(result -> result.delivered() * 1e9 / (result.endNanos() - phase.startNanos()))
                        .toList())
                .median();
        return new PhaseRun(perSecond, cpuNanos / 1e9 / (sent * results.size() / 1e6), latencies);
    }
}
