package dev.tutti.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/**
 * What the messages of the benchmarks hold: a header that names the message, and then a pattern that is different for neighbouring
 * messages, so that every byte can be checked at the price of one comparison of arrays.
 *
 * <pre>
 *  0  u16  stream
 *  2  u8   1 if it is the last message of a phase
 *  3  u8   0
 *  4  i64  sequence number in its stream, from 0
 * 12  i64  System.nanoTime when it was due, or 0
 * 20  i32  length of the payload
 * 24       pattern
 * </pre>
 */
final class Payload {
    /** Length of the header, and of the smallest payload. */
    static final int MIN_BYTES = 24;

    /** Length of the largest payload. */
    static final int MAX_BYTES = 1 << 20;

    /** Streams that a header can name. */
    static final int MAX_STREAMS = 1 << 16;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Patterns begin at so many different places of the table. A prime, so that no power of two hides a mix-up. */
    private static final int SHIFTS = 4_093;

    private final byte[] table;

    /**
     * Prepares for payloads up to a size.
     *
     * @param sizeBytesMax the largest
     */
    Payload(int sizeBytesMax) {
        table = new byte[sizeBytesMax + SHIFTS];
        new Random(7).nextBytes(table);
    }

    /**
     * Makes the payload of one message.
     *
     * @param sizeBytes its length
     * @param stream whose message it is
     * @param sequence its number in the stream
     * @param dueNanos when it was due, or 0
     * @param last whether the phase ends with it
     * @return a new array
     */
    byte[] make(int sizeBytes, int stream, long sequence, long dueNanos, boolean last) {
        byte[] payload = new byte[sizeBytes];
        SHORT.set(payload, 0, (short) stream);
        payload[2] = (byte) (last ? 1 : 0);
        LONG.set(payload, 4, sequence);
        LONG.set(payload, 12, dueNanos);
        INT.set(payload, 20, sizeBytes);
        System.arraycopy(table, shift(stream, sequence), payload, MIN_BYTES, sizeBytes - MIN_BYTES);
        return payload;
    }

    /**
     * Whether the bytes are those of that message.
     *
     * @param array holds the payload
     * @param offset where it begins
     * @param length of what was delivered, at least {@link #MIN_BYTES}
     * @param stream whose message it should be
     * @param sequence its number
     * @return false if the length or a byte of the pattern is wrong
     */
    boolean matches(byte[] array, int offset, int length, int stream, long sequence) {
        int from = shift(stream, sequence);
        int patternBytes = length - MIN_BYTES;
        return (int) INT.get(array, offset + 20) == length
                && from + patternBytes <= table.length
                && Arrays.equals(array, offset + MIN_BYTES, offset + length, table, from, from + patternBytes);
    }

    static int stream(byte[] array, int offset) {
        return (short) SHORT.get(array, offset) & 0xFFFF;
    }

    static boolean isLast(byte[] array, int offset) {
        return array[offset + 2] != 0;
    }

    static long sequence(byte[] array, int offset) {
        return (long) LONG.get(array, offset + 4);
    }

    static long dueNanos(byte[] array, int offset) {
        return (long) LONG.get(array, offset + 12);
    }

    private static int shift(int stream, long sequence) {
        return (int) Long.remainderUnsigned(sequence * 31 + stream * 1_009L, SHIFTS);
    }
}
