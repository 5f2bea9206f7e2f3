package dev.tutti.sim.diagram;

/**
 * A frame on its way over the network, as far as a picture shows it.
 *
 * @param sentNanos when it was sent
 * @param endNanos when it arrived, or was lost
 * @param from node that sent it
 * @param to node it was sent to
 * @param kind what it is
 * @param text for a reader
 * @param arrived false if it was lost on the way
 */
public record Transit(long sentNanos, long endNanos, String from, String to, Kind kind, String text, boolean arrived) {
    /** What frames are, for the eye. */
    public enum Kind {
        /** A sync message: what a member holds of the view that it comes from. */
        SYNC,
        /** A message of the membership that belongs to a change of the view. */
        CHANGE,
        /** Everything else of the membership. */
        PROBE,
        /** Casts, sends and what the layers say to each other. */
        DATA
    }
}
