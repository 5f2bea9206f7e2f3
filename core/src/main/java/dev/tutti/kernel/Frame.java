package dev.tutti.kernel;

import java.util.zip.CRC32C;

/**
 * The header in front of every frame on the network, 18 bytes: magic, version, kind, flags, checksum (4), connection id (8), sender's
 * rank (2).
 *
 * <p>The checksum is CRC-32C over all of the frame but the checksum itself. The checksums of IP, UDP and TCP are weak, and are lost where
 * a network card or a proxy takes a packet apart; a frame that was changed and yet accepted would be taken for the word of a member.
 *
 * <p>The connection id stands for (group, view, stack), so a frame of another group, an older view or a different stack finds no
 * receiver; only its fixed header is ever read. See docs/wire.md.
 */
public final class Frame {
    /** Length of the header. */
    public static final int HEADER_BYTES = 18;

    /** First byte of every frame. */
    public static final int MAGIC = 0x54;

    /** The version of the wire format that this code speaks. */
    public static final int VERSION = 1;

    /** Membership traffic of a group, outside any view; the rank is 0. */
    public static final int GROUP = 0;

    /** A cast within a view. */
    public static final int CAST = 1;

    /** A send within a view. */
    public static final int SEND = 2;

    /** A layer's own message within a view; the layer's number is the first byte behind the header. */
    public static final int LOCAL = 3;

    private static final int CHECKSUM_AT = 4;
    private static final int CONNECTION_AT = 8;
    private static final int RANK_AT = 16;

    private Frame() {}

    /** What the fixed header of an incoming frame says about it. */
    public enum Verdict {
        /** Well-formed: worth a look-up of its connection. */
        ACCEPTED,
        /** Shorter than the header. */
        TRUNCATED,
        /** Not one of ours: wrong magic, kind or flags. */
        FOREIGN,
        /** Ours, but of another version of the wire format. */
        UNKNOWN_VERSION,
        /** Not what was sent: the checksum does not fit. */
        CORRUPT
    }

    /**
     * Pushes the header. The bytes behind it must not change any more.
     *
     * @param packet gets it in front
     * @param kind one of the constants here
     * @param connection id of the view's stack or of the group
     * @param rank of the sender, 0 to 65535
     */
    public static void push(Packet packet, int kind, long connection, int rank) {
        packet.pushByte(rank);
        packet.pushByte(rank >>> 8);
        packet.pushLong(connection);
        int first = MAGIC << 24 | VERSION << 16 | kind << 8;
        packet.pushInt(0); // the room of the checksum
        packet.pushInt(first);
        int checksum = checksum(packet.array(), packet.start(), packet.end());
        packet.skip(CONNECTION_AT);
        packet.pushInt(checksum);
        packet.pushInt(first);
    }

    /**
     * Judges a frame by its header and its checksum, without moving the packet.
     *
     * @param frame as it came from the network
     * @return whether the other methods here may be used on it
     */
    public static Verdict inspect(Packet frame) {
        if (frame.length() < HEADER_BYTES) {
            return Verdict.TRUNCATED;
        }
        byte[] array = frame.array();
        int start = frame.start();
        if (array[start] != MAGIC) {
            return Verdict.FOREIGN;
        }
        if (array[start + 1] != VERSION) {
            return Verdict.UNKNOWN_VERSION;
        }
        if (array[start + 2] < GROUP || array[start + 2] > LOCAL || array[start + 3] != 0) {
            return Verdict.FOREIGN;
        }
        return checksum(array, start, frame.end()) == intAt(array, start + CHECKSUM_AT)
                ? Verdict.ACCEPTED
                : Verdict.CORRUPT;
    }

    private static int checksum(byte[] array, int start, int end) {
        CRC32C crc = new CRC32C();
        crc.update(array, start, CHECKSUM_AT);
        crc.update(array, start + CONNECTION_AT, end - start - CONNECTION_AT);
        return (int) crc.getValue();
    }

    /**
     * The kind of an accepted frame, without moving the packet.
     *
     * @param frame an accepted frame
     * @return one of the constants here
     */
    public static int kind(Packet frame) {
        return frame.array()[frame.start() + 2];
    }

    /**
     * The connection id of an accepted frame, without moving the packet.
     *
     * @param frame an accepted frame
     * @return the id
     */
    public static long connection(Packet frame) {
        int at = frame.start() + CONNECTION_AT;
        return (long) intAt(frame.array(), at) << Integer.SIZE
                | (intAt(frame.array(), at + Integer.BYTES) & 0xFFFF_FFFFL);
    }

    /**
     * The sender's rank of an accepted frame, without moving the packet.
     *
     * @param frame an accepted frame
     * @return 0 to 65535
     */
    public static int rank(Packet frame) {
        int at = frame.start() + RANK_AT;
        return (frame.array()[at] & 0xFF) << 8 | (frame.array()[at + 1] & 0xFF);
    }

    private static int intAt(byte[] array, int at) {
        return array[at] << 24 | (array[at + 1] & 0xFF) << 16 | (array[at + 2] & 0xFF) << 8 | (array[at + 3] & 0xFF);
    }
}
