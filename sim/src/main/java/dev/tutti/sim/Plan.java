package dev.tutti.sim;

import java.util.List;

/**
 * A run before it happens.
 *
 * @param seed of everything that the network and the nodes leave to chance
 * @param setup what the nodes have in common
 * @param seeds names of the nodes where others look for the group
 * @param steps what is done, in the order of time
 * @param endMillis when the faults end
 */
record Plan(long seed, Setup setup, List<String> seeds, List<Timed> steps, long endMillis) {
    /** A step and its moment. */
    record Timed(long millis, Step step) {}
}
