package dev.tutti.bench;

import java.util.Map;

/**
 * Something to be measured on a group.
 *
 * @param name for the report
 * @param measurement does it
 */
record Workload(String name, Measurement measurement) {
    /** One measurement on processes, in the state in which the {@link Course} brought them. */
    interface Measurement {
        /**
         * Measures once.
         *
         * @param cluster the processes; closed by the caller
         * @return what was measured
         * @throws Failure if the run does not count
         * @throws InterruptedException if the thread is interrupted
         */
        Map<Metric, Double> measure(Cluster cluster) throws Failure, InterruptedException;
    }
}
