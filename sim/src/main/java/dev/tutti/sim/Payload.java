package dev.tutti.sim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a message in a simulated run: its id, and filler that follows from the id, so that a receiver can tell whether the bytes
 * are those that were sent.
 */
final class Payload {
    private static final char END_OF_ID = ' ';

    /** The filler repeats after so many bytes, but begins elsewhere for each length. */
    private static final int PERIOD = 256;

    private static final int RUN_BYTES = 64 * PERIOD;
    private static final byte[] FILLER = filler();

    private Payload() {}

    private static byte[] filler() {
        byte[] filler = new byte[RUN_BYTES + PERIOD];
        for (int i = 0; i < filler.length; i++) {
            filler[i] = (byte) (i * 31);
        }
        return filler;
    }

    /** A payload of a size; at least as large as the id needs. */
    static byte[] of(String id, int sizeBytes) {
        byte[] start = (id + END_OF_ID).getBytes(StandardCharsets.US_ASCII);
        byte[] payload = Arrays.copyOf(start, Math.max(start.length, sizeBytes));
        for (int at = start.length; at < payload.length; at += RUN_BYTES) {
            System.arraycopy(FILLER, payload.length % PERIOD, payload, at, Math.min(RUN_BYTES, payload.length - at));
        }
        return payload;
    }

    /** The id of a payload; something that is no id if the bytes have changed. */
    static String id(byte[] payload) {
        int end = 0;
        while (end < payload.length && payload[end] != END_OF_ID) {
            end++;
        }
        String id = new String(payload, 0, end, StandardCharsets.US_ASCII);
        return isIntact(payload, end) ? id : "corrupt:" + id + ":" + Arrays.hashCode(payload);
    }

    /** Which of its process's messages of that kind a payload of its own is. */
    static long number(byte[] payload) {
        String id = id(payload);
        return Long.parseLong(id.substring(id.lastIndexOf('/') + 1));
    }

    private static boolean isIntact(byte[] payload, int end) {
        int phase = payload.length % PERIOD;
        boolean intact = end < payload.length;
        for (int at = end + 1; intact && at < payload.length; at += RUN_BYTES) {
            int length = Math.min(RUN_BYTES, payload.length - at);
            intact = Arrays.equals(payload, at, at + length, FILLER, phase, phase + length);
        }
        return intact;
    }
}
