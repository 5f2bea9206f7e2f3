package dev.tutti.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * A ring of buffers into which all channels of a loop read. Netty reads at most a ring's worth before it hands that on, and handlers use
 * up what they get before they return, so no buffer is overwritten while it is in use, and none is allocated per read.
 */
final class ReceiveBuffers extends DefaultMaxMessagesRecvByteBufAllocator implements AutoCloseable {
    private final ByteBuf[] ring;
    private final int bytes;
    private int next;

    /**
     * Allocates them.
     *
     * @param reads how often a channel is read before the others have their turn
     * @param count how many reads are handed on together: all for datagrams, one for streams
     * @param bytes size of each buffer
     */
    ReceiveBuffers(int reads, int count, int bytes) {
        super(reads);
        this.bytes = bytes;
        ring = new ByteBuf[count];
        for (int i = 0; i < count; i++) {
            ring[i] = ByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
        }
    }

    @Override
    @SuppressWarnings("deprecation") // the interface's own return type
    public RecvByteBufAllocator.Handle newHandle() {
        return new Ring();
    }

    @Override
    public void close() {
        for (ByteBuf buffer : ring) {
            buffer.release();
        }
    }

    private final class Ring extends MaxMessageHandle {
        @Override
        public ByteBuf allocate(ByteBufAllocator ignored) {
            ByteBuf buffer = ring[next];
            next = next + 1 == ring.length ? 0 : next + 1;
            return buffer.clear().retain();
        }

        @Override
        public int guess() {
            return bytes;
        }
    }
}
