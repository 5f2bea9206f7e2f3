package dev.tutti.runtime;

import dev.tutti.Delivery;
import dev.tutti.Endpoint;
import dev.tutti.GroupBusyException;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.pack.PackBuilder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way from the application's threads to the loop, already packed: what is cast while the loop is busy, or while flow
 * control is closed, gathers in one pack; an idle loop takes what is there at once.
 *
 * <p>Bounded twice: in bytes that wait here, and in casts that were taken and are not known to be stable. Who finds it full waits, is told
 * so, or asks to be told when there is room.
 */
final class Outbox {
    /** What {@link #cast} answers when the outbox is closed. */
    static final long CLOSED = 0;

    /** What {@link #cast} answers when the outbox is full, to a caller who would rather know than wait. */
    static final long FULL = -1;

    /** What a message costs beside its payload: its length, at most. */
    private static final int OVERHEAD_BYTES = 5;

    /** What makes a pack of one message: not even an empty one fits beside it. */
    private static final int NO_PACKING_BYTES = 1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final int maxPackBytes;
    private final Limits limits;
    private final Runnable wake;
    private final Completions completions;

    private final CastLine ordered;
    private final CastLine unordered;
    /** Which of the two was taken from last. */
    private CastLine lastTaken;

    private final ArrayDeque<Send> sends = new ArrayDeque<>();
    /** How many casts that end their view were taken, and how many of these the loop has taken. */
    private long era;

    private long presentEra;
    private long bytes;
    private int waiting;
    private boolean closed;

    /** Completed when there is room; null if nobody asked since. */
    private @Nullable CompletableFuture<Void> ready;

    private CompletionStage<Void> readyStage = CompletableFuture.completedStage(null);
    /** The most that a message needed which was turned away since there was room. */
    private long turnedAwayBytes;

    /**
     * How much it takes.
     *
     * @param bytes that may wait
     * @param casts that may be outstanding
     * @param packing whether several messages go in one pack
     */
    record Limits(long bytes, long casts, boolean packing) {}

    /**
     * Messages for one member, in the making until they are taken.
     *
     * @param after the last ordered cast that was taken before the last of them
     */
    private record Send(Endpoint to, PackBuilder pack, long era, long after) {}

    /** A pack for one member. */
    record Sending(Endpoint to, Packet pack) {}

    /**
     * Which sends may go.
     *
     * @param inOrder whether a send stays here until the casts made before it have gone
     * @param self this member; what it sends to itself stays here while {@code selfMustWait}
     * @param selfMustWait whether this member has enough of its own already
     * @param cameBack if in order: the last of this member's casts that has come back to it; what it sends to itself waits for those before
     */
    record SendsWanted(boolean inOrder, Endpoint self, boolean selfMustWait, long cameBack) {
        private boolean covers(Send send, long castsGone) {
            boolean toSelf = send.to().equals(self);
            long casts = toSelf ? Math.min(castsGone, cameBack) : castsGone;
            return !(toSelf && selfMustWait) && (!inOrder || send.after() <= casts);
        }
    }

    /**
     * An empty outbox.
     *
     * @param maxPackBytes the largest pack of several messages
     * @param wake called after each message; cheap
     */
    Outbox(int maxPackBytes, Limits limits, Completions completions, Runnable wake) {
        this.maxPackBytes = limits.packing() ? maxPackBytes : NO_PACKING_BYTES;
        this.limits = limits;
        this.completions = completions;
        this.wake = wake;
        this.ordered = new CastLine(Delivery.ORDERED, this.maxPackBytes);
        this.unordered = new CastLine(Delivery.UNORDERED, this.maxPackBytes);
        this.lastTaken = unordered;
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
     * @return its number among those of its kind, counted from 1; {@link #CLOSED} or {@link #FULL} if it was not taken
     * @throws GroupBusyException if it stayed full for longer than the caller waits
     */
    long cast(byte[] payload, Delivery delivery, Patience patience) {
        lock.lock();
        try {
            long answer = admit(payload.length, 1, patience);
            if (answer <= 0) {
                return answer;
            }
            CastLine line = line(delivery);
            bytes += line.add(payload);
            return line.lastNumber();
        } finally {
            lock.unlock();
            wake.run();
        }
    }

    /**
     * Takes a cast that ends its view.
     *
     * @return as of {@link #cast}
     * @throws GroupBusyException as of {@link #cast}
     */
    long gbcast(byte[] payload, Patience patience) {
        lock.lock();
        try {
            long answer = admit(payload.length, 1, patience);
            if (answer <= 0) {
                return answer;
            }
            bytes += ordered.addLast(payload);
            ordered.nextEra();
            unordered.nextEra();
            era++;
            return ordered.lastNumber();
        } finally {
            lock.unlock();
            wake.run();
        }
    }

    private CastLine line(Delivery delivery) {
        return delivery == Delivery.ORDERED ? ordered : unordered;
    }

    private long outstanding() {
        return ordered.outstanding() + unordered.outstanding();
    }

    /** Takes a send; answers like {@link #cast}, above zero if it was taken. */
    long send(Endpoint to, byte[] payload, Patience patience) {
        lock.lock();
        try {
            long answer = admit(payload.length, 0, patience);
            if (answer <= 0) {
                return answer;
            }
            Send last = sends.peekLast();
            boolean fits = last != null
                    && last.era() == era
                    && last.to().equals(to)
                    && last.pack().fits(payload.length);
            if (last == null || !fits) {
                last = new Send(to, new PackBuilder(maxPackBytes), era, ordered.lastNumber());
                sends.add(last);
            } else if (last.after() < ordered.lastNumber()) {
                sends.removeLast();
                last = new Send(to, last.pack(), era, ordered.lastNumber());
                sends.add(last);
            }
            int before = last.pack().length();
            last.pack().append(payload, 0);
            bytes += last.pack().length() - before;
            return answer;
        } finally {
            lock.unlock();
            wake.run();
        }
    }

    /** Whether a message may come in: above zero if so. */
    private long admit(int payloadBytes, int casts, Patience patience) {
        long need = (long) payloadBytes + OVERHEAD_BYTES;
        boolean full = switch (patience) {
            case Patience.Waiting(long nanos) -> {
                await(need, casts, nanos);
                yield false;
            }
            case Patience.Overdrawing() -> {
                if (!closed && isFull(need, casts, 2)) {
                    throw busy();
                }
                yield false;
            }
            case Patience.None() -> isFull(need, casts, 1);
        };
        if (closed) {
            return CLOSED;
        }
        if (full) {
            turnedAwayBytes = Math.max(turnedAwayBytes, need);
            return FULL;
        }
        return 1;
    }

    /** A message larger than the whole limit goes when nothing else waits. */
    private boolean isFull(long need, int casts, int times) {
        return (bytes > 0 && bytes + need > times * limits.bytes())
                || (casts > 0 && outstanding() >= times * limits.casts());
    }

    private void await(long need, int casts, long nanos) {
        long left = nanos;
        waiting++;
        try {
            while (!closed && isFull(need, casts, 1)) {
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
        return new GroupBusyException("the group is behind: " + bytes + " bytes wait to be sent, and "
                + outstanding()
                + " casts are not known to be stable. Some member does not consume its events (does this one"
                + " call receive()?), or outboxBytes or windowMessages is too small for the burst");
    }

    // ---- room ----

    /** Completed when half of what may wait has gone, and what was turned away last would be taken; fails when the outbox is closed. */
    CompletionStage<Void> whenReady() {
        lock.lock();
        try {
            if (closed) {
                return completions.closed();
            }
            if (isReady()) {
                return CompletableFuture.completedStage(null);
            }
            if (ready == null) {
                ready = new CompletableFuture<>();
                readyStage = ready.minimalCompletionStage();
            }
            return readyStage;
        } finally {
            lock.unlock();
        }
    }

    private boolean isReady() {
        return bytes <= limits.bytes() / 2
                && outstanding() <= limits.casts() / 2
                && (bytes == 0 || bytes + turnedAwayBytes <= limits.bytes());
    }

    /** Something has gone: whoever waits for that may go on. */
    private void eased() {
        if (waiting > 0) {
            room.signalAll();
        }
        if (turnedAwayBytes > 0 && isReady()) {
            turnedAwayBytes = 0;
        }
        CompletableFuture<Void> asked = ready;
        if (asked != null && isReady()) {
            ready = null;
            completions.complete(List.of(asked));
        }
    }

    /** All casts of a kind up to this one are stable. On the loop. */
    void stable(Delivery delivery, long number) {
        lock.lock();
        try {
            line(delivery).stable(number);
            eased();
        } finally {
            lock.unlock();
        }
    }

    /** Of what was handed down nothing more will be heard. On the loop. */
    void forget() {
        lock.lock();
        try {
            ordered.forget();
            unordered.forget();
            eased();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The oldest pack of casts, or null. Those of the two kinds take turns. One that ends its view goes when all that was taken before it has
     * gone, and what was taken behind it goes later. On the loop.
     *
     * @param lastOnly whether all but those that end the view stay here
     */
    CastLine.@Nullable Casting pollCast(boolean lastOnly) {
        lock.lock();
        try {
            boolean free = !lastOnly && unordered.oldestEra() <= presentEra;
            boolean due = ordered.endsView() ? isAllBeforeGone() : !lastOnly && ordered.oldestEra() <= presentEra;
            if (!free && !due) {
                return null;
            }
            lastTaken = free && (lastTaken == ordered || !due) ? unordered : ordered;
            CastLine.Casting next = lastTaken.poll();
            presentEra += next.last() ? 1 : 0;
            release(next.pack());
            return next;
        } finally {
            lock.unlock();
        }
    }

    private boolean isAllBeforeGone() {
        Send send = sends.peek();
        return unordered.oldestEra() > presentEra && (send == null || send.era() > presentEra);
    }

    /** The oldest pack of sends, or null if it has to stay here, and all behind it with it. On the loop. */
    @Nullable Sending pollSend(SendsWanted wanted) {
        lock.lock();
        try {
            Send send = sends.peek();
            if (send == null || send.era() > presentEra || !wanted.covers(send, ordered.handedDown())) {
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
        eased();
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
            return ordered.isEmpty() && unordered.isEmpty() && sends.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The number of the last ordered cast that the loop has taken. */
    long lastOrderedGone() {
        lock.lock();
        try {
            return ordered.handedDown();
        } finally {
            lock.unlock();
        }
    }

    /** The number of the last cast of a kind that was taken. */
    long lastNumber(Delivery delivery) {
        lock.lock();
        try {
            return line(delivery).lastNumber();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
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
            CompletableFuture<Void> asked = ready;
            if (asked != null) {
                ready = null;
                completions.fail(List.of(asked));
            }
        } finally {
            lock.unlock();
        }
    }
}
