package dev.tutti.sim.check;

/**
 * A guarantee that a run did not keep.
 *
 * @param predicate name of the guarantee
 * @param timeNanos when it was broken, by the clock of the trace
 * @param process where it was noticed
 * @param text what happened, as one sentence
 */
public record Violation(String predicate, long timeNanos, String process, String text) {
    @Override
    public String toString() {
        return predicate + " at " + process + ", " + timeNanos / 1_000_000 + " ms: " + text;
    }
}
