package dev.tutti.bench;

import java.util.concurrent.locks.LockSupport;

/** Sends one stream, phase by phase. Each phase is sent by one thread; {@link #sent} may be read by any. */
final class Caster {
    /** Casts between two looks at the clock when not paced. */
    private static final int CASTS_PER_LOOK = 16;

    private final Peer peer;
    private final Payload payload;
    private final int stream;
    private volatile long sent;

    Caster(Peer peer, Payload payload, int stream) {
        this.peer = peer;
        this.payload = payload;
        this.stream = stream;
    }

    /**
     * Casts made so far, in all phases.
     *
     * @return how many
     */
    long sent() {
        return sent;
    }

    /**
     * Sends until the phase is over. Its last message says so.
     *
     * @param phase what to send
     * @throws Exception whatever the system throws
     */
    void run(Phase phase) throws Exception {
        awaitNanos(phase.startNanos());
        if (phase.perSecond() > 0) {
            paced(phase);
        } else {
            flatOut(phase);
        }
    }

    private void flatOut(Phase phase) throws Exception {
        long sequence = sent;
        do {
            for (int i = 0; i < CASTS_PER_LOOK; i++) {
                peer.cast(payload.make(phase.sizeBytes(), stream, sequence++, 0, false));
            }
            sent = sequence;
        } while (System.nanoTime() < phase.endNanos());
        peer.cast(payload.make(phase.sizeBytes(), stream, sequence++, 0, true));
        sent = sequence;
    }

    /**
     * Casts at fixed times. A cast that could not begin in time because the one before it had not returned counts from when it was
     * due, so that a system that blocks its callers does not hide the wait; one that this thread woke up late for counts from then.
     */
    private void paced(Phase phase) throws Exception {
        long periodNanos = 1_000_000_000L / phase.perSecond();
        long returnedNanos = 0;
        long sequence = sent;
        for (long dueNanos = phase.startNanos(); dueNanos < phase.endNanos(); dueNanos += periodNanos) {
            boolean heldUp = returnedNanos > dueNanos;
            awaitNanos(dueNanos);
            boolean last = dueNanos + periodNanos >= phase.endNanos();
            long stampNanos = heldUp ? dueNanos : System.nanoTime();
            peer.cast(payload.make(phase.sizeBytes(), stream, sequence++, stampNanos, last));
            returnedNanos = System.nanoTime();
            sent = sequence;
        }
    }

    private static void awaitNanos(long whenNanos) {
        for (long left = whenNanos - System.nanoTime(); left > 0; left = whenNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
