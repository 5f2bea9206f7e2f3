package dev.tutti.runtime;

import dev.tutti.Endpoint;
import dev.tutti.GroupBusyException;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.pack.PackBuilder;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the application's threads to the loop, already packed: what is cast while the loop is busy, or while flow
 * control is closed, gathers in one pack; an idle loop takes what is there at once. Bounded in bytes; who finds it full waits.
 */
final class Outbox {
    /** What a message costs beside its payload: its length, at most. */
    private static final int OVERHEAD_BYTES = 5;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final int maxPackBytes;
    private final long limitBytes;
    private final Runnable wake;

    private PackBuilder casts;
    private final ArrayDeque<Packet> fullCasts = new ArrayDeque<>();
    private final ArrayDeque<Send> sends = new ArrayDeque<>();
    private long bytes;
    private long lastNumber;
    private int waiting;
    private boolean closed;

    /** Messages for one member, in the making until they are taken. */
    private record Send(Endpoint to, PackBuilder pack) {}

    /** A pack for one member. */
    record Sending(Endpoint to, Packet pack) {}

    /**
     * An empty outbox.
     *
     * @param wake called after each message; cheap
     */
    Outbox(int maxPackBytes, long limitBytes, Runnable wake) {
        this.maxPackBytes = maxPackBytes;
        this.limitBytes = limitBytes;
        this.wake = wake;
        this.casts = new PackBuilder(maxPackBytes);
    }

    /** How long a caller is ready to wait. */
    sealed interface Patience {
        /** Waits so long, then gives up. */
        record Waiting(long nanos) implements Patience {}

        /** Does not wait, but may go beyond the limit, up to twice of it. */
        record Overdrawing() implements Patience {}

        /** Neither. */
        record None() implements Patience {}
    }

    /**
     * Takes a cast.
     *
     * @return its number, counted from 1; 0 if it was not taken because the outbox is closed
     * @throws GroupBusyException if it stayed full
     */
    long cast(byte[] payload, Patience patience) {
        lock.lock();
        try {
            if (!admits(payload.length, patience)) {
                return 0;
            }
            if (!casts.fits(payload.length)) {
                fullCasts.add(casts.take());
            }
            int before = casts.length();
            casts.append(payload, ++lastNumber);
            bytes += casts.length() - before;
            return lastNumber;
        } finally {
            lock.unlock();
            wake.run();
        }
    }

    /** Takes a send; false if the outbox is closed. */
    boolean send(Endpoint to, byte[] payload, Patience patience) {
        lock.lock();
        try {
            if (!admits(payload.length, patience)) {
                return false;
            }
            Send last = sends.peekLast();
            if (last == null || !last.to().equals(to) || !last.pack().fits(payload.length)) {
                last = new Send(to, new PackBuilder(maxPackBytes));
                sends.add(last);
            }
            int before = last.pack().length();
            last.pack().append(payload, 0);
            bytes += last.pack().length() - before;
            return true;
        } finally {
            lock.unlock();
            wake.run();
        }
    }

    private boolean admits(int payloadBytes, Patience patience) {
        long need = (long) payloadBytes + OVERHEAD_BYTES;
        // A message larger than the whole limit goes when nothing else waits.
        switch (patience) {
            case Patience.Waiting(long nanos) -> await(need, nanos);
            case Patience.Overdrawing() -> {
                if (bytes > 0 && bytes + need > 2 * limitBytes) {
                    throw busy();
                }
            }
            case Patience.None() -> {
                if (bytes > 0 && bytes + need > limitBytes) {
                    throw busy();
                }
            }
        }
        return !closed;
    }

    private void await(long need, long nanos) {
        long left = nanos;
        waiting++;
        try {
            while (!closed && bytes > 0 && bytes + need > limitBytes) {
                if (left <= 0) {
                    throw busy();
                }
                wake.run();
                left = room.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GroupBusyException("interrupted while waiting for the group to catch up");
        } finally {
            waiting--;
        }
    }

    private GroupBusyException busy() {
        return new GroupBusyException("the group is behind: " + bytes
                + " bytes wait to be sent. Some member does not consume its events (does this one call receive()?), or outboxBytes is too"
                + " small for the burst");
    }

    /** The oldest pack of casts, or null. On the loop. */
    @Nullable Packet pollCast() {
        lock.lock();
        try {
            Packet pack = fullCasts.poll();
            if (pack == null && casts.count() > 0) {
                pack = casts.take();
            }
            if (pack != null) {
                release(pack);
            }
            return pack;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The oldest pack of sends, or null. On the loop.
     *
     * @param notTo if it is for this one, it stays here, and so do all behind it
     */
    @Nullable Sending pollSend(@Nullable Endpoint notTo) {
        lock.lock();
        try {
            Send send = sends.peek();
            if (send == null || send.to().equals(notTo)) {
                return null;
            }
            sends.remove();
            Packet pack = send.pack().take();
            release(pack);
            return new Sending(send.to(), pack);
        } finally {
            lock.unlock();
        }
    }

    private void release(Packet pack) {
        bytes -= pack.length();
        if (waiting > 0) {
            room.signalAll();
        }
    }

    /** Bytes that wait, headers of messages included. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return fullCasts.isEmpty() && casts.count() == 0 && sends.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The number of the last cast that was taken. */
    long lastNumber() {
        lock.lock();
        try {
            return lastNumber;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; who waits is told. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits at most so long for the loop. */
    static Patience waiting(long time, TimeUnit unit) {
        return new Patience.Waiting(unit.toNanos(time));
    }
}
