package dev.tutti.kernel;

/**
 * The header in front of every frame on the network, 14 bytes: magic, version, kind, flags, connection id (8), sender's rank (2).
 *
 * <p>The connection id stands for (group, view, stack), so a frame of another group, an older view or a different stack finds no
 * receiver; only its fixed header is ever read. See docs/wire.md.
 */
public final class Frame {
    /** Length of the header. */
    public static final int HEADER_BYTES = 14;

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
        UNKNOWN_VERSION
    }

    /**
     * Pushes the header.
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
        packet.pushInt(MAGIC << 24 | VERSION << 16 | kind << 8);
    }

    /**
     * Judges a frame by its fixed header, without moving the packet.
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
        return array[start + 2] < GROUP || array[start + 2] > LOCAL || array[start + 3] != 0
                ? Verdict.FOREIGN
                : Verdict.ACCEPTED;
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
        long id = 0;
        for (int i = 4; i < 12; i++) {
            id = id << 8 | (frame.array()[frame.start() + i] & 0xFF);
        }
        return id;
    }

    /**
     * The sender's rank of an accepted frame, without moving the packet.
     *
     * @param frame an accepted frame
     * @return 0 to 65535
     */
    public static int rank(Packet frame) {
        return (frame.array()[frame.start() + 12] & 0xFF) << 8 | (frame.array()[frame.start() + 13] & 0xFF);
    }
}
