package dev.tutti.net;

import dev.tutti.kernel.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way to one peer, each behind its length, in order. Small frames are copied together into batches, so that a system call
 * carries many; large ones travel in a buffer that all receivers of a cast share.
 */
final class Outbox {
    /** Frames up to this size are copied per receiver, which costs less than a buffer of their own. */
    static final int SMALL_BYTES = 2_048;

    private static final int BATCH_START_BYTES = 1_024;
    private static final int BATCH_BYTES = 16_384;

    private final ArrayDeque<ByteBuf> sealed = new ArrayDeque<>();
    private @Nullable ByteBuf batch;
    private int bytes;
    private int frames;

    /**
     * A frame behind its length, in a buffer that can be shared.
     *
     * @param frame copied
     * @return to be released by the caller
     */
    static ByteBuf wrap(Packet frame) {
        int length = frame.length();
        ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(Integer.BYTES + length, Integer.BYTES + length);
        return buffer.writeInt(length).writeBytes(frame.array(), frame.start(), length);
    }

    /**
     * Bytes waiting.
     *
     * @return lengths included
     */
    int bytes() {
        return bytes;
    }

    /**
     * Appends a small frame.
     *
     * @param frame copied
     */
    void copy(Packet frame) {
        int length = frame.length();
        ByteBuf current = batch;
        if (current == null || current.maxWritableBytes() < Integer.BYTES + length) {
            seal();
            current = ByteBufAllocator.DEFAULT.directBuffer(BATCH_START_BYTES, BATCH_BYTES);
            batch = current;
        }
        current.writeInt(length).writeBytes(frame.array(), frame.start(), length);
        bytes += Integer.BYTES + length;
        frames++;
    }

    /**
     * Appends what {@link #wrap} made.
     *
     * @param whole shared; retained here
     */
    void share(ByteBuf whole) {
        seal();
        sealed.add(whole.retainedDuplicate());
        bytes += whole.readableBytes();
        frames++;
    }

    /**
     * Hands everything over.
     *
     * @param sink becomes the owner of each buffer
     */
    void drain(Consumer<ByteBuf> sink) {
        seal();
        for (ByteBuf next = sealed.poll(); next != null; next = sealed.poll()) {
            sink.accept(next);
        }
        bytes = 0;
        frames = 0;
    }

    /**
     * Throws everything away.
     *
     * @return how many frames that were
     */
    int discard() {
        int lost = frames;
        drain(ByteBuf::release);
        return lost;
    }

    private void seal() {
        ByteBuf current = batch;
        if (current != null) {
            sealed.add(current);
            batch = null;
        }
    }
}
