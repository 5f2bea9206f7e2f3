package dev.tutti.net;

import dev.tutti.Address;
import dev.tutti.kernel.Frame;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * What both ends of a connection say first.
 *
 * <p>The first eight bytes (magic, version, kind, length of the rest) are the same in every version to come, so that a node can tell a
 * peer that speaks another version from one that speaks something else.
 *
 * @param kind {@link #CONNECT} or {@link #ACCEPT}
 * @param capabilities bits for what this node can do beyond the version; unknown ones are ignored
 * @param nodeId a random number per process, so that a restart on the same address is told from the process that was there before
 * @param address where the sender is reached
 */
record Hello(int kind, long capabilities, long nodeId, Address address) {
    /** The text TUTI. */
    static final int MAGIC = 0x54555449;

    /** Length of the part that never changes. */
    static final int PREFIX_BYTES = 8;

    /** The longest hello. */
    static final int MAX_BYTES = 1_024;

    /** Said by the one who connects. */
    static final int CONNECT = 1;

    /** Said in answer. */
    static final int ACCEPT = 2;

    /** What this code can do; no capabilities have been named yet. */
    static final long CAPABILITIES = 0;

    private static final int FIXED_BYTES = 8 + 8 + 2 + 2;

    /** What the bytes gathered so far are. */
    sealed interface Reading {
        /** Not all there yet. */
        record Partial() implements Reading {}

        /**
         * All there, and consumed.
         *
         * @param hello what it says
         */
        record Complete(Hello hello) implements Reading {}

        /**
         * A node of another version.
         *
         * @param version which
         */
        record OtherVersion(int version) implements Reading {}

        /** Not one of ours. */
        record Foreign() implements Reading {}
    }

    /**
     * Appends it.
     *
     * @param out where to
     */
    void write(ByteBuf out) {
        byte[] host = address.host().getBytes(StandardCharsets.UTF_8);
        out.writeInt(MAGIC);
        out.writeByte(Frame.VERSION);
        out.writeByte(kind);
        out.writeShort(FIXED_BYTES + host.length);
        out.writeLong(capabilities);
        out.writeLong(nodeId);
        out.writeShort(address.port());
        out.writeShort(host.length);
        out.writeBytes(host);
    }

    /**
     * Reads one, if it is all there.
     *
     * @param in consumed only when complete; judged as early as possible
     * @param kind the expected kind
     * @return what was found
     */
    static Reading read(ByteBuf in, int kind) {
        int start = in.readerIndex();
        int have = in.readableBytes();
        for (int i = 0; i < Math.min(have, Integer.BYTES); i++) {
            if (in.getByte(start + i) != (byte) (MAGIC >>> (24 - 8 * i))) {
                return new Reading.Foreign();
            }
        }
        if (have < PREFIX_BYTES) {
            return new Reading.Partial();
        }
        int version = in.getUnsignedByte(start + 4);
        if (version != Frame.VERSION) {
            return new Reading.OtherVersion(version);
        }
        int rest = in.getUnsignedShort(start + 6);
        if (in.getUnsignedByte(start + 5) != kind || rest < FIXED_BYTES || rest > MAX_BYTES - PREFIX_BYTES) {
            return new Reading.Foreign();
        }
        if (have < PREFIX_BYTES + rest) {
            return new Reading.Partial();
        }
        return body(in, kind, rest);
    }

    private static Reading body(ByteBuf in, int kind, int rest) {
        in.skipBytes(PREFIX_BYTES);
        long capabilities = in.readLong();
        long nodeId = in.readLong();
        int port = in.readUnsignedShort();
        int hostLength = in.readUnsignedShort();
        int left = rest - FIXED_BYTES;
        if (hostLength > left) {
            return new Reading.Foreign();
        }
        String host = in.toString(in.readerIndex(), hostLength, StandardCharsets.UTF_8);
        // Later capabilities may append fields of their own.
        in.skipBytes(left);
        try {
            return new Reading.Complete(new Hello(kind, capabilities, nodeId, new Address(host, port)));
        } catch (IllegalArgumentException impossible) {
            return new Reading.Foreign();
        }
    }
}
