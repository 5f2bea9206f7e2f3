package dev.tutti.bench;

import java.util.concurrent.TimeUnit;

/**
 * What is sent, without when.
 *
 * @param sizeBytes of each payload
 * @param senders how many members send
 * @param perSecond casts of each sending thread per second, or 0 for as many as the group takes
 * @param drainSeconds how long to wait for the rest after the sending
 */
record Load(int sizeBytes, int senders, int perSecond, int drainSeconds) {
    /**
     * Says when.
     *
     * @param startNanos when to begin, by System.nanoTime
     * @param lengthNanos how long
     * @return the phase
     */
    Phase phase(long startNanos, long lengthNanos) {
        return new Phase(
                sizeBytes, senders, startNanos, lengthNanos, perSecond, TimeUnit.SECONDS.toNanos(drainSeconds));
    }

    /**
     * Names it for a report.
     *
     * @param members how many there are
     * @return such as {@code 64 B, 1 of 4 sends}
     */
    String name(int members) {
        String size = sizeBytes % 1024 == 0 ? sizeBytes / 1024 + " KiB" : sizeBytes + " B";
        String who = senders == members ? "all " + members + " send" : senders + " of " + members + " sends";
        return size + ", " + who + (perSecond == 0 ? "" : " " + perSecond + "/s");
    }
}
