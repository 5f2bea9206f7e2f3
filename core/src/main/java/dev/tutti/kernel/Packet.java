package dev.tutti.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A run of bytes with head room in front, into which layers push their headers and from which their peers pop them.
 *
 * <p>A packet is a window {@code [start, end)} on an array. Several packets may share an array: the bytes inside a window are
 * never changed once the packet has been handed on, while the bytes in front of {@code start} are scratch that each transmission
 * may overwrite. All integers are big-endian. Not thread-safe.
 */
public final class Packet {
    /** Head room in bytes that is enough for the headers of every stack that ships with Tutti. */
    public static final int HEAD_ROOM_BYTES = 64;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] array;
    private int start;
    private int end;
    private long tag;

    private Packet(byte[] array, int start, int end) {
        this.array = array;
        this.start = start;
        this.end = end;
    }

    /**
     * An empty packet that can take {@code capacityBytes} of body behind {@link #HEAD_ROOM_BYTES} of head room.
     *
     * @param capacityBytes size of the body
     * @return a new packet with {@code length() == 0}
     */
    public static Packet empty(int capacityBytes) {
        return new Packet(new byte[HEAD_ROOM_BYTES + capacityBytes], HEAD_ROOM_BYTES, HEAD_ROOM_BYTES);
    }

    /**
     * A packet over an existing array, without copying.
     *
     * @param array the bytes
     * @param start index of the first byte
     * @param end index behind the last byte
     * @return a new window on the array
     * @throws IndexOutOfBoundsException if the window is not inside the array
     */
    public static Packet wrap(byte[] array, int start, int end) {
        java.util.Objects.checkFromToIndex(start, end, array.length);
        return new Packet(array, start, end);
    }

    /**
     * A packet that holds a copy of {@code body}, behind head room.
     *
     * @param body the bytes to copy
     * @return a new packet
     */
    public static Packet of(byte[] body) {
        Packet packet = empty(body.length);
        packet.append(body, 0, body.length);
        return packet;
    }

    /**
     * A second window on the same bytes, whose headers can be pushed and popped without moving this one.
     *
     * @return a packet with the same array, bounds and tag
     */
    public Packet duplicate() {
        Packet copy = new Packet(array, start, end);
        copy.tag = tag;
        return copy;
    }

    /**
     * A window on part of this packet.
     *
     * @param offset where it begins, counted from the start of this packet
     * @param length its length in bytes
     * @return a packet on the same array, with tag 0
     * @throws IndexOutOfBoundsException if the part is not inside this packet
     */
    public Packet slice(int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, length());
        return new Packet(array, start + offset, start + offset + length);
    }

    /**
     * A packet of its own with the same bytes, behind fresh head room.
     *
     * @return a deep copy with the same tag
     */
    public Packet copy() {
        Packet copy = empty(length());
        copy.append(array, start, length());
        copy.tag = tag;
        return copy;
    }

    /**
     * The backing array; only {@code [start, end)} belongs to this packet.
     *
     * @return the array, not a copy
     */
    public byte[] array() {
        return array;
    }

    /**
     * Index of the first byte in {@link #array()}.
     *
     * @return the index
     */
    public int start() {
        return start;
    }

    /**
     * Index behind the last byte in {@link #array()}.
     *
     * @return the index
     */
    public int end() {
        return end;
    }

    /**
     * Number of bytes in the packet.
     *
     * @return the length in bytes
     */
    public int length() {
        return end - start;
    }

    /**
     * A number that its creator hung on this packet and that travels down with it, outside the bytes: the count of the last own
     * message inside, below zero if it is unordered. 0 when none was set.
     *
     * @return the tag
     */
    public long tag() {
        return tag;
    }

    /**
     * Hangs a number on this packet.
     *
     * @param value the tag, see {@link #tag()}
     */
    public void tag(long value) {
        tag = value;
    }

    /**
     * Pushes one byte in front.
     *
     * @param value the low eight bits are stored
     */
    public void pushByte(int value) {
        makeRoom(Byte.BYTES);
        array[--start] = (byte) value;
    }

    /**
     * Pushes four bytes in front.
     *
     * @param value the integer
     */
    public void pushInt(int value) {
        makeRoom(Integer.BYTES);
        start -= Integer.BYTES;
        INT.set(array, start, value);
    }

    /**
     * Pushes eight bytes in front.
     *
     * @param value the long
     */
    public void pushLong(long value) {
        makeRoom(Long.BYTES);
        start -= Long.BYTES;
        LONG.set(array, start, value);
    }

    /**
     * Pushes an unsigned integer as {@link #appendVarint} writes it.
     *
     * @param value not negative
     */
    public void pushVarint(int value) {
        int bytes = varintBytes(value);
        makeRoom(bytes);
        start -= bytes;
        int rest = value;
        for (int at = start; at < start + bytes - 1; at++) {
            array[at] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[start + bytes - 1] = (byte) rest;
    }

    /**
     * How long an integer is as a varint.
     *
     * @param value not negative
     * @return 1 to 5 bytes
     */
    public static int varintBytes(int value) {
        return value == 0 ? 1 : (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7;
    }

    /**
     * Pops one byte.
     *
     * @return its unsigned value
     * @throws MalformedException if the packet is empty
     */
    public int popByte() {
        need(Byte.BYTES);
        return array[start++] & 0xFF;
    }

    /**
     * Pops four bytes.
     *
     * @return the integer
     * @throws MalformedException if fewer are left
     */
    public int popInt() {
        need(Integer.BYTES);
        int value = (int) INT.get(array, start);
        start += Integer.BYTES;
        return value;
    }

    /**
     * Pops eight bytes.
     *
     * @return the long
     * @throws MalformedException if fewer are left
     */
    public long popLong() {
        need(Long.BYTES);
        long value = (long) LONG.get(array, start);
        start += Long.BYTES;
        return value;
    }

    /**
     * The long at the front, which stays there.
     *
     * @return the long
     * @throws MalformedException if fewer bytes than eight are left
     */
    public long peekLong() {
        need(Long.BYTES);
        return (long) LONG.get(array, start);
    }

    /**
     * Appends bytes behind the last one, growing the array when it is full. Only its creator may do this, before handing it on.
     *
     * @param source where to copy from
     * @param offset first byte
     * @param length number of bytes
     */
    public void append(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, array, end, length);
        end += length;
    }

    /**
     * Appends an unsigned integer in seven-bit groups, low group first (one byte below 128, at most five).
     *
     * @param value not negative
     */
    public void appendVarint(int value) {
        reserve(5);
        int rest = value;
        while (rest > 0x7F) {
            array[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[end++] = (byte) rest;
    }

    /**
     * Pops an integer written by {@link #appendVarint}.
     *
     * @return the value, not negative
     * @throws MalformedException if it is truncated or does not fit 31 bits
     */
    public int popVarint() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int group = popByte();
            value |= (group & 0x7F) << shift;
            if (group < 0x80) {
                if (value < 0 || (shift == 28 && group > 0x07)) {
                    throw new MalformedException("number too large");
                }
                return value;
            }
        }
        throw new MalformedException("number too long");
    }

    /**
     * Drops bytes from the front.
     *
     * @param length how many
     * @throws MalformedException if fewer are left
     */
    public void skip(int length) {
        need(length);
        start += length;
    }

    /**
     * The bytes of this packet as an array of their own.
     *
     * @return a copy
     */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, start, end);
    }

    private void need(int bytes) {
        if (bytes < 0 || end - start < bytes) {
            throw new MalformedException("truncated");
        }
    }

    private void reserve(int bytes) {
        if (array.length - end < bytes) {
            array = Arrays.copyOf(array, Math.max(end + bytes, (int)
                    Math.min(array.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }

    private void makeRoom(int bytes) {
        if (start < bytes) {
            int length = length();
            byte[] larger = new byte[HEAD_ROOM_BYTES + length];
            System.arraycopy(array, start, larger, HEAD_ROOM_BYTES, length);
            array = larger;
            start = HEAD_ROOM_BYTES;
            end = HEAD_ROOM_BYTES + length;
        }
    }

    @Override
    public String toString() {
        return "Packet[" + length() + " bytes]";
    }
}
