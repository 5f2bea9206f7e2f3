package dev.tutti.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out of one run.
 *
 * @param workload what was run
 * @param contender on what
 * @param run its number, from 1
 * @param values what was measured; empty if the run failed
 * @param failure why the run does not count, or null
 */
record Outcome(
        String workload,
        Contender contender,
        int run,
        Map<Metric, Double> values,
        @Nullable String failure) {}
