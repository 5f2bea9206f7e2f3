package dev.tutti.bench;

import java.util.List;

/**
 * Workloads that are measured one after the other in the same processes.
 *
 * @param begin before the first of them
 * @param workloads in this order
 * @param end after the last of them
 */
record Course(Stage begin, List<Workload> workloads, Stage end) {
    /** Something that is done with the processes, and not measured. */
    interface Stage {
        /**
         * Does it.
         *
         * @param cluster the processes
         * @throws Failure if the course does not count
         * @throws InterruptedException if the thread is interrupted
         */
        void run(Cluster cluster) throws Failure, InterruptedException;
    }

    /**
     * A workload that has its processes for itself.
     *
     * @param name for the report
     * @param measurement does all there is to do
     * @return a course of it alone
     */
    static Course of(String name, Workload.Measurement measurement) {
        return new Course(cluster -> {}, List.of(new Workload(name, measurement)), cluster -> {});
    }
}
