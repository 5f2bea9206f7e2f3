package dev.tutti.kernel;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the body of a control message front to back, checking every length before it allocates. Throws {@link MalformedException}
 * on anything that does not fit. Not thread-safe.
 */
public final class WireReader {
    private final Packet packet;

    /**
     * Reads from the packet's start and moves it.
     *
     * @param packet the bytes
     */
    public WireReader(Packet packet) {
        this.packet = packet;
    }

    /**
     * One byte.
     *
     * @return its unsigned value
     */
    public int getByte() {
        return packet.popByte();
    }

    /**
     * Eight bytes.
     *
     * @return the long
     */
    public long getLong() {
        return packet.popLong();
    }

    /**
     * A number written by {@link WireWriter#putCount}.
     *
     * @param max the largest value that makes sense here
     * @return the value
     * @throws MalformedException if it is larger than {@code max}
     */
    public int getCount(int max) {
        int value = packet.popVarint();
        if (value > max) {
            throw new MalformedException("count above its limit");
        }
        return value;
    }

    /**
     * A number written by {@link WireWriter#putNumber}.
     *
     * @return the value, not negative
     * @throws MalformedException if it does not fit 63 bits
     */
    public long getNumber() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            int group = packet.popByte();
            value |= (long) (group & 0x7F) << shift;
            if (group < 0x80) {
                return value;
            }
        }
        throw new MalformedException("number too long");
    }

    /**
     * A boolean.
     *
     * @return true for 1
     * @throws MalformedException if it is neither 0 nor 1
     */
    public boolean getFlag() {
        int value = packet.popByte();
        if (value > 1) {
            throw new MalformedException("flag is neither 0 nor 1");
        }
        return value == 1;
    }

    /**
     * A string of at most {@code maxBytes} of UTF-8.
     *
     * @param maxBytes limit on its encoded length
     * @return the text
     * @throws MalformedException if it claims to be longer than that or than what is left, or is not UTF-8
     */
    public String getText(int maxBytes) {
        int length = getCount(maxBytes);
        if (length > packet.length()) {
            throw new MalformedException("text longer than what is left");
        }
        byte[] utf8 = packet.slice(0, length).toBytes();
        packet.skip(length);
        if (isAscii(utf8)) {
            return new String(utf8, StandardCharsets.US_ASCII);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedException("text is not UTF-8");
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * A vector written by {@link WireWriter#putLongs}.
     *
     * @return the numbers
     * @throws MalformedException if it claims to be longer than what is left
     */
    public long[] getLongs() {
        long[] values = new long[getCount(packet.length() / Long.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = packet.popLong();
        }
        return values;
    }

    /**
     * A vector of a known length.
     *
     * @param length the length it must have
     * @return the numbers
     * @throws MalformedException if it has another
     */
    public long[] getLongs(int length) {
        long[] values = getLongs();
        if (values.length != length) {
            throw new MalformedException("vector of the wrong length");
        }
        return values;
    }

    /**
     * Bytes that are left.
     *
     * @return the number of bytes
     */
    public int remaining() {
        return packet.length();
    }

    /**
     * Checks that everything has been read.
     *
     * @throws MalformedException if bytes are left over
     */
    public void end() {
        if (packet.length() != 0) {
            throw new MalformedException("bytes left over");
        }
    }
}
