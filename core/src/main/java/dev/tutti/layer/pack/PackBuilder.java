package dev.tutti.layer.pack;

import dev.tutti.kernel.Packet;
import java.util.Arrays;

/**
 * Gathers messages into a run: the counterpart of {@link PackReader}. It stands where messages gather, and whoever owns it guards it;
 * it has no lock of its own.
 *
 * <p>A pack begins small and doubles until it reaches the maximum, so a lone message does not cost a whole frame of memory; the next
 * pack begins as large as the last one became, so under load nothing is copied twice.
 */
public final class PackBuilder {
    private static final int FIRST_BYTES = 2 << 10;
    private static final int MAX_LENGTH_BYTES = 5;

    private final int maxPackBytes;
    private byte[] array = new byte[0];
    private int end = Packet.HEAD_ROOM_BYTES;
    private int count;
    private long tag;
    private int startBytes;

    /**
     * A builder with an empty pack.
     *
     * @param maxPackBytes the largest pack of several messages; a larger message gets a pack of its own
     */
    public PackBuilder(int maxPackBytes) {
        if (maxPackBytes < 1) {
            throw new IllegalArgumentException("maxPackBytes must be positive, not " + maxPackBytes);
        }
        this.maxPackBytes = maxPackBytes;
        this.startBytes = Math.min(FIRST_BYTES, maxPackBytes);
    }

    /**
     * Whether the present pack takes one more message. An empty pack takes any.
     *
     * @param lengthBytes length of the message
     * @return false if the pack must be taken first
     */
    public boolean fits(int lengthBytes) {
        return count == 0 || (long) lengthBytes + lengthOfLength(lengthBytes) <= maxPackBytes - length();
    }

    /**
     * Appends a message.
     *
     * @param message copied
     * @param messageTag the running number of this message; that of the last one becomes the {@link Packet#tag} of the pack
     * @throws IllegalStateException if it does not fit
     */
    public void append(byte[] message, long messageTag) {
        int size = message.length;
        if (!fits(size)) {
            throw new IllegalStateException("the pack is full: take it first");
        }
        reserve(size);
        byte[] to = array;
        int at = end;
        int rest = size;
        while (rest > 0x7F) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        System.arraycopy(message, 0, to, at, size);
        end = at + size;
        count++;
        tag = messageTag;
    }

    /**
     * How many messages the present pack holds.
     *
     * @return 0 if it is empty
     */
    public int count() {
        return count;
    }

    /**
     * How long the present pack is.
     *
     * @return its length in bytes
     */
    public int length() {
        return end - Packet.HEAD_ROOM_BYTES;
    }

    /**
     * Takes the present pack and begins an empty one.
     *
     * @return a packet that holds the run, with head room, and with the tag of its last message
     * @throws IllegalStateException if it holds no message
     */
    public Packet take() {
        if (count == 0) {
            throw new IllegalStateException("the pack is empty");
        }
        Packet pack = Packet.wrap(array, Packet.HEAD_ROOM_BYTES, end);
        pack.tag(tag);
        startBytes = Math.min(Math.max(length(), FIRST_BYTES), maxPackBytes);
        array = new byte[0];
        end = Packet.HEAD_ROOM_BYTES;
        count = 0;
        return pack;
    }

    private void reserve(int size) {
        int needed = end + MAX_LENGTH_BYTES + size;
        if (needed < 0) {
            throw new IllegalArgumentException("a message of " + size + " bytes is too large for an array");
        }
        if (needed > array.length) {
            int wanted = count == 0 ? Packet.HEAD_ROOM_BYTES + startBytes : 2 * array.length;
            int most = Packet.HEAD_ROOM_BYTES + maxPackBytes;
            // Exact where the pack ends anyway: behind its last possible byte nothing will be appended.
            array = Arrays.copyOf(
                    array, Math.max(end + lengthOfLength(size) + size, Math.min(Math.max(wanted, needed), most)));
        }
    }

    private static int lengthOfLength(int size) {
        return size < 1 << 7 ? 1 : size < 1 << 14 ? 2 : size < 1 << 21 ? 3 : size < 1 << 28 ? 4 : MAX_LENGTH_BYTES;
    }
}
