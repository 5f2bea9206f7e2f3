package dev.tutti.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Checks every message that is delivered to one member: its sender, its place in its sender's sequence, each byte. Since sequence
 * numbers have no gaps and the last message of a phase says that it is the last, a phase that ends is complete: nothing was lost,
 * doubled or moved.
 */
final class Checker {
    private final List<Inbound> streams = new ArrayList<>();
    private final int streamsPerMember;
    private @Nullable String violation;
    private long deliveredBefore;

    /**
     * Expects messages of some members.
     *
     * @param self index of the member that receives
     * @param members how many there are
     * @param streamsPerMember sending threads of each
     * @param payload compares contents
     */
    Checker(int self, int members, int streamsPerMember, Payload payload) {
        this.streamsPerMember = streamsPerMember;
        for (int number = 0; number < members * streamsPerMember; number++) {
            int sender = number / streamsPerMember;
            streams.add(new Inbound(number, sender, sender == self, payload));
        }
    }

    /** See {@link Peer.Listener#delivered}. */
    void delivered(int sender, byte[] array, int offset, int length) {
        if (length < Payload.MIN_BYTES) {
            violated("from m" + sender + " came a message of " + length + " bytes, which nobody sent");
            return;
        }
        int number = Payload.stream(array, offset);
        if (number >= streams.size()) {
            violated("from m" + sender + " came a message of stream " + number + ", which nobody has");
            return;
        }
        Inbound stream = streams.get(number);
        String wrong = stream.check(sender, array, offset, length);
        if (wrong != null) {
            violated(wrong);
        } else if (Payload.isLast(array, offset)) {
            ended(stream);
        }
    }

    private synchronized void ended(Inbound stream) {
        stream.endPhase(System.nanoTime());
        notifyAll();
    }

    /**
     * Notes that something happened that must not happen. The first one is kept.
     *
     * @param what in one line
     */
    synchronized void violated(String what) {
        if (violation == null) {
            violation = what;
        }
        notifyAll();
    }

    /**
     * Fails if something was wrong so far.
     *
     * @throws Failure saying what
     */
    synchronized void verify() throws Failure {
        if (violation != null) {
            throw new Failure(violation);
        }
    }

    /** Begins a phase, before anybody sends. */
    synchronized void beginPhase() {
        // As of the end of the phase before: should this member be late, the first messages of this one are here
        // already.
        deliveredBefore = deliveredAtEnd();
        streams.forEach(Inbound::beginPhase);
    }

    /**
     * Waits until everything sent in this phase is delivered.
     *
     * @param senders how many members send
     * @param deadlineNanos when to give up, by System.nanoTime
     * @throws Failure if something was wrong, or is missing at the deadline
     * @throws InterruptedException if the thread is interrupted
     */
    synchronized void awaitPhase(int senders, long deadlineNanos) throws Failure, InterruptedException {
        List<Inbound> sending = streams.subList(0, senders * streamsPerMember);
        // Not everybody sends in every phase.
        sending.forEach(Inbound::expectPhase);
        while (true) {
            verify();
            List<Inbound> open = sending.stream().filter(Inbound::isOpen).toList();
            if (open.isEmpty()) {
                return;
            }
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                throw new Failure(
                        "lost or stuck: the messages of m" + open.get(0).sender() + " ended with number "
                                + (open.get(0).delivered() - 1));
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(leftNanos, 1_000_000));
        }
    }

    /**
     * When the last message of this phase was delivered.
     *
     * @return by System.nanoTime
     */
    synchronized long endNanos() {
        return streams.stream().mapToLong(Inbound::endNanos).max().orElseThrow();
    }

    /**
     * Messages delivered in this phase, which has ended.
     *
     * @return how many, own ones included
     */
    synchronized long deliveredInPhase() {
        return deliveredAtEnd() - deliveredBefore;
    }

    private long deliveredAtEnd() {
        return streams.stream().mapToLong(Inbound::deliveredAtEnd).sum();
    }

    /**
     * Latencies of this phase, which has ended.
     *
     * @return all streams together
     */
    synchronized Histogram latencies() {
        Histogram sum = Inbound.emptyHistogram();
        streams.forEach(stream -> sum.add(stream.latencies()));
        return sum;
    }
}
