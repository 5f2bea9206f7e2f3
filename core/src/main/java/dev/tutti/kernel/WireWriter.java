package dev.tutti.kernel;

import java.nio.charset.StandardCharsets;

/**
 * Writes the body of a control message front to back. The counterpart of {@link WireReader}; the format of each message stands in
 * docs/wire.md. Not thread-safe.
 */
public final class WireWriter {
    private final Packet packet;
    private final byte[] scratch = new byte[Long.BYTES];

    /** An empty body, with head room for the headers of the layers below. */
    public WireWriter() {
        packet = Packet.empty(128);
    }

    /**
     * One byte.
     *
     * @param value the low eight bits are written
     * @return this
     */
    public WireWriter putByte(int value) {
        scratch[0] = (byte) value;
        packet.append(scratch, 0, 1);
        return this;
    }

    /**
     * Eight bytes, big-endian.
     *
     * @param value the long
     * @return this
     */
    public WireWriter putLong(long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            scratch[i] = (byte) (value >>> (56 - 8 * i));
        }
        packet.append(scratch, 0, Long.BYTES);
        return this;
    }

    /**
     * A count or small number in one to five bytes.
     *
     * @param value not negative
     * @return this
     */
    public WireWriter putCount(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative count: " + value);
        }
        packet.appendVarint(value);
        return this;
    }

    /**
     * A number that is mostly small, in one to nine bytes: seven bits in each, the lowest first.
     *
     * @param value not negative
     * @return this
     */
    public WireWriter putNumber(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative number: " + value);
        }
        long rest = value;
        while (rest > 0x7F) {
            putByte((int) rest | 0x80);
            rest >>>= 7;
        }
        return putByte((int) rest);
    }

    /**
     * A boolean in one byte.
     *
     * @param value true is 1
     * @return this
     */
    public WireWriter putFlag(boolean value) {
        return putByte(value ? 1 : 0);
    }

    /**
     * A string as UTF-8 behind its length in bytes.
     *
     * @param value the text
     * @return this
     */
    public WireWriter putText(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        putCount(utf8.length);
        packet.append(utf8, 0, utf8.length);
        return this;
    }

    /**
     * A vector of longs behind its length.
     *
     * @param values the numbers
     * @return this
     */
    public WireWriter putLongs(long[] values) {
        putCount(values.length);
        for (long value : values) {
            putLong(value);
        }
        return this;
    }

    /**
     * Bytes as they are, without a length.
     *
     * @param body appended
     * @return this
     */
    public WireWriter putPacket(Packet body) {
        packet.append(body.array(), body.start(), body.length());
        return this;
    }

    /**
     * What was written, ready to be sent. The writer must not be used afterwards.
     *
     * @return the packet, not a copy
     */
    public Packet toPacket() {
        return packet;
    }
}
