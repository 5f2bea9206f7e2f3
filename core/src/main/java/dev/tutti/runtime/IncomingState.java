package dev.tutti.runtime;

import dev.tutti.Endpoint;
import dev.tutti.kernel.Packet;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A state on its way in, read by the handler. Reading waits for the next chunk; it ends with an {@link IOException} when the view has
 * changed before the state was complete. An interrupt does not end it: half a state is of no use, and what was read does not come again.
 */
final class IncomingState extends InputStream {
    private static final int CREDIT_EVERY_CHUNKS = OutgoingState.CREDIT_CHUNKS / 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Endpoint provider;
    /** Tells the provider how many chunks are used. */
    private final LongConsumer credit;

    private final ArrayDeque<Packet> chunks = new ArrayDeque<>();
    private boolean complete;
    private boolean over;
    private long arrived;
    private long used;
    private long credited;
    private long bytes;
    private @Nullable Packet reading;

    IncomingState(Endpoint provider, LongConsumer credit) {
        this.provider = provider;
        this.credit = credit;
    }

    Endpoint provider() {
        return provider;
    }

    /** Bytes that the handler has read. */
    long bytes() {
        return bytes;
    }

    /** On the loop: takes a chunk. There are never more than the provider has credit for. */
    void add(Packet chunk) {
        lock.lock();
        try {
            if (!complete && !over) {
                chunks.add(chunk);
                arrived++;
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** For a consumer that must not wait while it reads: gives credit for what has come, so that all of it can come. */
    void collect() {
        if (arrived > credited) {
            credited = arrived;
            credit.accept(credited);
        }
    }

    /** On the loop: that was all. */
    void end() {
        lock.lock();
        try {
            complete = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** On the loop: the rest will not come. */
    void abort() {
        lock.lock();
        try {
            over = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to read, or it is known that there will be nothing; false if that takes longer. */
    boolean awaitBeginning(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (chunks.isEmpty() && !complete && !over) {
                if (left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether reading would not wait: all is here, or the rest will not come. */
    boolean isReady() {
        lock.lock();
        try {
            return complete || over;
        } finally {
            lock.unlock();
        }
    }

    /** Whether all is here. */
    boolean isComplete() {
        lock.lock();
        try {
            return complete;
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return over && !complete;
        } finally {
            lock.unlock();
        }
    }

    /** Reads what the handler left, so that a handler that stops early does not hold the provider up. */
    void drain() throws IOException {
        byte[] scratch = new byte[8_192];
        while (read(scratch, 0, scratch.length) >= 0) {
            // Nobody wants it.
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        Packet chunk = reading == null || reading.length() == 0 ? next() : reading;
        if (chunk == null) {
            return -1;
        }
        reading = chunk;
        int part = Math.min(length, chunk.length());
        System.arraycopy(chunk.array(), chunk.start(), into, offset, part);
        chunk.skip(part);
        bytes += part;
        return part;
    }

    private @Nullable Packet next() throws IOException {
        Packet chunk;
        lock.lock();
        try {
            while (chunks.isEmpty() && !complete && !over) {
                moved.awaitUninterruptibly();
            }
            if (over && !complete) {
                throw new IOException("the view changed before the state was complete; it comes again");
            }
            chunk = chunks.poll();
        } finally {
            lock.unlock();
        }
        if (chunk != null && ++used - credited >= CREDIT_EVERY_CHUNKS) {
            credited = used;
            credit.accept(used);
        }
        return chunk;
    }
}
