package dev.tutti.sim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a message in a simulated run: its id, and filler that follows from the id, so that a receiver can tell whether the bytes
 * are those that were sent.
 */
final class Payload {
    private static final char END_OF_ID = ' ';

    private Payload() {}

    /** A payload of a size; at least as large as the id needs. */
    static byte[] of(String id, int sizeBytes) {
        byte[] start = (id + END_OF_ID).getBytes(StandardCharsets.US_ASCII);
        byte[] payload = Arrays.copyOf(start, Math.max(start.length, sizeBytes));
        for (int i = start.length; i < payload.length; i++) {
            payload[i] = filler(i, payload.length);
        }
        return payload;
    }

    /** The id of a payload; something that is no id if the bytes have changed. */
    static String id(byte[] payload) {
        int end = 0;
        while (end < payload.length && payload[end] != END_OF_ID) {
            end++;
        }
        boolean intact = end < payload.length;
        for (int i = end + 1; intact && i < payload.length; i++) {
            intact = payload[i] == filler(i, payload.length);
        }
        String id = new String(payload, 0, end, StandardCharsets.US_ASCII);
        return intact ? id : "corrupt:" + id + ":" + Arrays.hashCode(payload);
    }

    private static byte filler(int index, int length) {
        return (byte) (index * 31 + length);
    }
}
