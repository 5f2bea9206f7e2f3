package dev.tutti.bench;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What one member measured in one phase.
 *
 * @param sent casts it made
 * @param delivered messages delivered to it, its own included
 * @param endNanos when the last of them was delivered, by System.nanoTime
 * @param cpuNanos processor time of its process
 * @param frames that came from the network, of whatever kind; below zero if the system does not say
 * @param latencies times from due to delivered of the messages of other members, in nanoseconds; empty if nothing was paced
 */
record PhaseResult(long sent, long delivered, long endNanos, long cpuNanos, long frames, Histogram latencies) {
    /**
     * Reads what {@link #line} wrote.
     *
     * @param words of the line
     * @return the result
     */
    static PhaseResult parse(String[] words) {
        try {
            ByteBuffer packed = ByteBuffer.wrap(Base64.getDecoder().decode(words[6]));
            return new PhaseResult(
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]),
                    Long.parseLong(words[4]),
                    Long.parseLong(words[5]),
                    Histogram.decodeFromCompressedByteBuffer(packed, 0));
        } catch (DataFormatException wrong) {
            throw new IllegalArgumentException("not a histogram", wrong);
        }
    }

    /**
     * The reply to the controller.
     *
     * @return one line
     */
    String line() {
        ByteBuffer packed = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        packed.limit(latencies.encodeIntoCompressedByteBuffer(packed)).position(0);
        byte[] bytes = new byte[packed.remaining()];
        packed.get(bytes);
        return "done " + sent + " " + delivered + " " + endNanos + " " + cpuNanos + " " + frames + " "
                + Base64.getEncoder().encodeToString(bytes);
    }
}
