package dev.tutti.bench;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one sending thread, as one member receives them. Used by one thread at a time, as the system delivers them;
 * {@link #delivered} may be read by any.
 */
final class Inbound {
    private final int number;
    private final int sender;
    private final boolean own;
    private final Payload payload;
    private final AtomicLong next = new AtomicLong();
    private volatile Histogram latencies = emptyHistogram();

    // Guarded by the checker: how many phases it sends in, how many of them have ended, and how far the stream was at
    // the end of the last one.
    private int phasesExpected;
    private int phasesEnded;
    private long endNanos;
    private long deliveredAtEnd;

    Inbound(int number, int sender, boolean own, Payload payload) {
        this.number = number;
        this.sender = sender;
        this.own = own;
        this.payload = payload;
    }

    int sender() {
        return sender;
    }

    long delivered() {
        return next.get();
    }

    /**
     * Checks one message.
     *
     * @return what is wrong with it, or null
     */
    @Nullable String check(int from, byte[] array, int offset, int length) {
        long expected = next.getPlain();
        long sequence = Payload.sequence(array, offset);
        if (from != sender) {
            return "stream " + number + " belongs to m" + sender + ", but m" + from + " is named as sender";
        }
        if (sequence != expected) {
            return "from m" + sender + " came message " + sequence + " instead of " + expected;
        }
        if (!payload.matches(array, offset, length, number, sequence)) {
            return "message " + sequence + " from m" + sender + " has wrong contents";
        }
        long dueNanos = Payload.dueNanos(array, offset);
        if (dueNanos != 0 && !own) {
            latencies.recordValue(Math.max(0, System.nanoTime() - dueNanos));
        }
        next.setRelease(expected + 1);
        return null;
    }

    /** Forgets the latencies of the phase before. */
    void beginPhase() {
        latencies = emptyHistogram();
    }

    /** Notes that the last message of a phase was delivered. */
    void endPhase(long nowNanos) {
        phasesEnded++;
        endNanos = nowNanos;
        deliveredAtEnd = next.get();
    }

    /** Notes that it sends in one more phase. */
    void expectPhase() {
        phasesExpected++;
    }

    /** Whether a phase in which it sends has not ended. */
    boolean isOpen() {
        return phasesEnded < phasesExpected;
    }

    long endNanos() {
        return endNanos;
    }

    long deliveredAtEnd() {
        return deliveredAtEnd;
    }

    Histogram latencies() {
        return latencies;
    }

    static Histogram emptyHistogram() {
        return new Histogram(3);
    }
}
