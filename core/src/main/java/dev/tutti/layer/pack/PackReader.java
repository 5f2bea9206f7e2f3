package dev.tutti.layer.pack;

import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import java.util.Arrays;

/**
 * Walks over the messages of a run, front to back, without allocating. A run is what {@link PackBuilder} makes: each message is its
 * length as a varint and its bytes, one after the other, at least one message, nothing behind the last.
 *
 * <p>Not thread-safe. One reader can be used for one run after the other.
 */
public final class PackReader {
    /** What {@link #lengthAt} answers when there is no length. */
    private static final long NONE = -1;

    private byte[] array = new byte[0];
    private int offset;
    private int length;
    private int end;

    /** A reader of an empty run. */
    public PackReader() {}

    /**
     * Begins at the first message of a run.
     *
     * @param pack a packet that holds a run; its start and end stay where they are
     * @return this
     */
    public PackReader reset(Packet pack) {
        array = pack.array();
        offset = pack.start();
        length = 0;
        end = pack.end();
        return this;
    }

    /**
     * Moves on to the next message.
     *
     * @return false if there is none
     * @throws MalformedException if what follows is not a message
     */
    public boolean next() {
        int at = offset + length;
        if (at == end) {
            return false;
        }
        int claimed = array[at++];
        if (claimed < 0) {
            long found = lengthAt(array, at - 1, end);
            if (found == NONE) {
                throw new MalformedException("message without a length");
            }
            claimed = (int) (found >>> Integer.SIZE);
            at = (int) found;
        }
        if (claimed > end - at) {
            throw new MalformedException("message longer than its pack");
        }
        offset = at;
        length = claimed;
        return true;
    }

    /**
     * The array in which the run lies.
     *
     * @return the array, not a copy
     */
    public byte[] array() {
        return array;
    }

    /**
     * Where the present message begins in {@link #array()}.
     *
     * @return an index
     */
    public int offset() {
        return offset;
    }

    /**
     * How long the present message is.
     *
     * @return its length in bytes
     */
    public int length() {
        return length;
    }

    /**
     * The present message.
     *
     * @return its bytes, as an array of their own
     */
    public byte[] copy() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /**
     * Whether a packet holds a run.
     *
     * @param pack any packet; it is not moved
     * @return true if a reader gets through it without an exception and finds a message
     */
    static boolean isRun(Packet pack) {
        byte[] array = pack.array();
        int end = pack.end();
        int at = pack.start();
        if (at == end) {
            return false;
        }
        while (at < end) {
            int claimed = array[at++];
            if (claimed < 0) {
                long found = lengthAt(array, at - 1, end);
                if (found == NONE) {
                    return false;
                }
                claimed = (int) (found >>> Integer.SIZE);
                at = (int) found;
            }
            if (claimed > end - at) {
                return false;
            }
            at += claimed;
        }
        return true;
    }

    /**
     * Reads a length of any number of bytes.
     *
     * @return the length in the high half and the index behind it in the low half, or {@link #NONE}
     */
    private static long lengthAt(byte[] array, int start, int end) {
        long value = 0;
        int at = start;
        for (int shift = 0; shift < 35 && at < end; shift += 7) {
            int group = array[at++];
            value |= (group & 0x7FL) << shift;
            if (group >= 0) {
                return value > Integer.MAX_VALUE ? NONE : value << Integer.SIZE | at;
            }
        }
        return NONE;
    }
}
