package dev.tutti.net;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frames, each behind its length in four bytes. Each frame is copied once, from the receive buffer into an
 * array of its own, also when it arrives in pieces.
 */
final class FrameSplitter {
    /** The largest frame on a connection. */
    static final int MAX_BYTES = 65_536;

    private static final int LENGTH_BYTES = Integer.BYTES;

    private byte @Nullable [] frame;
    private int filled;
    /** The part of a length that has arrived, and how many of its bytes. */
    private int length;

    private int lengthFilled;

    /**
     * Takes bytes as they came.
     *
     * @param in read to its end, or to a length that cannot be
     * @param sink gets each complete frame
     * @return false if a length was not that of a frame: nothing behind it can be trusted
     */
    boolean feed(ByteBuf in, Consumer<Packet> sink) {
        while (in.isReadable()) {
            byte[] current = frame;
            if (current == null) {
                if (!readLength(in)) {
                    return true;
                }
                if (length < Frame.HEADER_BYTES || length > MAX_BYTES) {
                    return false;
                }
                current = new byte[length];
                frame = current;
                filled = 0;
            }
            int part = Math.min(in.readableBytes(), current.length - filled);
            in.readBytes(current, filled, part);
            filled += part;
            if (filled == current.length) {
                frame = null;
                sink.accept(Packet.wrap(current, 0, current.length));
            }
        }
        return true;
    }

    /** Whether the stream stopped inside a frame. */
    boolean partial() {
        return frame != null || lengthFilled > 0;
    }

    private boolean readLength(ByteBuf in) {
        if (lengthFilled == 0 && in.readableBytes() >= LENGTH_BYTES) {
            length = in.readInt();
            return true;
        }
        while (lengthFilled < LENGTH_BYTES && in.isReadable()) {
            length = length << 8 | in.readUnsignedByte();
            lengthFilled++;
        }
        if (lengthFilled < LENGTH_BYTES) {
            return false;
        }
        lengthFilled = 0;
        return true;
    }
}
