package dev.tutti.runtime;

import dev.tutti.Endpoint;
import dev.tutti.kernel.Packet;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A state on its way out: what the handler writes goes to all receivers in chunks. The writer waits when the slowest receiver is some
 * chunks behind; it is told by an {@link IOException} when the view has changed and the transfer is over. An interrupt does not end it:
 * the receivers wait for the rest.
 */
final class OutgoingState extends OutputStream {
    /** Chunks that a receiver may be behind. */
    static final int CREDIT_CHUNKS = 64;

    /** Sends a chunk to all receivers, on the loop. */
    interface Sender {
        void send(List<Endpoint> receivers, Packet chunk);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final List<Endpoint> receivers;
    private final int chunkBytes;
    private final Sender sender;
    /** False when the loop itself writes: then nobody could wake it. */
    private final boolean mayWait;

    private final Map<Endpoint, Long> taken = new HashMap<>();
    /** Receivers that have not said yet that they have got all. */
    private final Set<Endpoint> lacking;

    private long sent;
    private boolean ended;
    private boolean over;
    private Packet chunk;

    OutgoingState(List<Endpoint> receivers, int chunkBytes, boolean mayWait, Sender sender) {
        this.receivers = receivers;
        this.chunkBytes = chunkBytes;
        this.mayWait = mayWait;
        this.sender = sender;
        this.chunk = Packet.empty(chunkBytes);
        this.lacking = new HashSet<>(receivers);
        receivers.forEach(receiver -> taken.put(receiver, 0L));
    }

    /** On the loop: a receiver has used so many chunks in all. False if it cannot have. */
    boolean taken(Endpoint receiver, long chunks) {
        lock.lock();
        try {
            if (chunks < 0 || chunks > sent || !taken.containsKey(receiver)) {
                return false;
            }
            taken.merge(receiver, chunks, Math::max);
            moved.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** On the loop: a receiver has got all. False if it cannot have. */
    boolean complete(Endpoint receiver) {
        lock.lock();
        try {
            if (!ended || !receivers.contains(receiver)) {
                return false;
            }
        } finally {
            lock.unlock();
        }
        lacking.remove(receiver);
        return true;
    }

    /** On the loop: whether all receivers have got all. */
    boolean isComplete() {
        return lacking.isEmpty();
    }

    /** On the loop: nobody waits for the rest any more. */
    void abort() {
        lock.lock();
        try {
            over = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int at = offset;
        int left = length;
        while (left > 0) {
            int part = Math.min(left, chunkBytes - chunk.length());
            chunk.append(bytes, at, part);
            at += part;
            left -= part;
            if (chunk.length() == chunkBytes) {
                push(StateWire.CHUNK);
            }
        }
    }

    /** The handler is done: sends the rest, and that it was the rest. */
    void finish() throws IOException {
        if (chunk.length() > 0) {
            push(StateWire.CHUNK);
        }
        push(StateWire.END);
    }

    private void push(int type) throws IOException {
        Packet full = chunk;
        chunk = Packet.empty(chunkBytes);
        full.pushByte(type);
        lock.lock();
        try {
            while (mayWait && !over && sent - slowest() >= CREDIT_CHUNKS) {
                moved.awaitUninterruptibly();
            }
            if (over) {
                throw new IOException(
                        "the view changed while the state was sent; it is asked for again if it is needed");
            }
            sent++;
            ended |= type == StateWire.END;
        } finally {
            lock.unlock();
        }
        sender.send(receivers, full);
    }

    private long slowest() {
        return taken.values().stream().mapToLong(Long::longValue).min().orElse(sent);
    }
}
