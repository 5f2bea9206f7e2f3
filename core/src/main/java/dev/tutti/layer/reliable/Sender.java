package dev.tutti.layer.reliable;

import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Settlement;

/**
 * The casts of one member as another has them: which are held, which were passed up, and how far they may be. All numbers count casts, so
 * cast n is the n-th.
 */
final class Sender {
    /** Where casts go that may be passed up. */
    @FunctionalInterface
    interface Above {
        void passUp(int origin, Packet packet, boolean unordered);
    }

    private final int rank;
    private final Above above;
    private final PacketRing ring = new PacketRing();
    /** Held without a gap. */
    private long held;
    /** Passed up without a gap. */
    private long delivered;
    /** Unordered casts that were passed up beyond: bit i stands for cast delivered + 1 + i. */
    private long early;
    /** May be passed up. */
    private long limit = Long.MAX_VALUE;
    /** Unordered casts beyond that are to be passed up: bit i stands for cast limit + 1 + i. */
    private long due;
    /** Whether the limit is also what must be passed up. */
    private boolean settling;
    /** Unordered casts among those that are stable. */
    private long stableUnordered;
    /** Held by somebody. */
    private long known;

    Sender(int rank, Above above) {
        this.rank = rank;
        this.above = above;
    }

    long held() {
        return held;
    }

    long early() {
        return early;
    }

    /** What is held and will be passed up, whatever becomes of the view. */
    long kept() {
        return Math.min(held, limit);
    }

    /** The highest number that was passed up, though not all before it need have been. */
    long passedUp() {
        return delivered + Long.SIZE - Long.numberOfLeadingZeros(early);
    }

    /** Casts that are stable and not unordered. */
    long stableOrdered() {
        return ring.base() - stableUnordered;
    }

    PacketRing ring() {
        return ring;
    }

    boolean has(long number) {
        return number <= held || ring.has(number);
    }

    /** Takes a cast that is not here yet; returns whether more is held without a gap now. */
    boolean put(long number, Packet packet, boolean unordered) {
        ring.put(number, packet, unordered);
        known = Math.max(known, number);
        if (number != held + 1) {
            return false;
        }
        do {
            held++;
        } while (ring.has(held + 1));
        return true;
    }

    /** Somebody holds casts up to this one. */
    void knownUpTo(long number) {
        known = Math.max(known, number);
    }

    /** Whether the oldest cast here is needed no more: all hold it, and it was passed up. */
    boolean isFreeable(long stable) {
        return ring.base() < Math.min(stable, delivered);
    }

    /** Drops the oldest cast, which is {@link #isFreeable}. */
    Packet dropFirst() {
        stableUnordered += ring.isUnordered(ring.base() + 1) ? 1 : 0;
        return ring.dropFirst();
    }

    // ---- what is passed up ----

    /** Passes up whatever may be by now. */
    void deliver() {
        while (delivered < Math.min(held, limit)) {
            long number = ++delivered;
            boolean passedUp = (early & 1) != 0;
            early >>>= 1;
            if (!passedUp) {
                passUp(number);
            }
        }
        if (ring.hasUnorderedBeyond(delivered)) {
            deliverEarly();
        }
    }

    private void passUp(long number) {
        above.passUp(rank, ring.get(number).duplicate(), ring.isUnordered(number));
    }

    /** Unordered casts do not wait for what is missing before them, as long as the cut can name them. */
    private void deliverEarly() {
        long last = Math.min(ring.last(), delivered + Cut.MAX_EARLY);
        for (long number = delivered + 1; number <= last; number++) {
            long distance = number - delivered;
            boolean allowed = number <= limit || Cut.hasBit(due, number - limit);
            if (distance > 0
                    && allowed
                    && !Cut.hasBit(early, distance)
                    && ring.has(number)
                    && ring.isUnordered(number)) {
                early |= 1L << (distance - 1);
                passUp(number);
            }
        }
    }

    // ---- the end of the view ----

    /** From now on nothing is passed up beyond what is held. */
    void block() {
        limit = held;
        due = 0;
        settling = false;
    }

    /** Exactly what the settlement names is to be passed up. */
    void settle(Settlement owed) {
        limit = owed.target()[rank];
        due = owed.early()[rank];
        settling = true;
        known = Math.max(known, limit);
    }

    /** Whether all that is to be passed up has been. */
    boolean isSettled() {
        return delivered >= limit && (due & ~early) == 0;
    }

    // ---- what is missing ----

    /** The last cast that should be here. */
    long wanted() {
        return settling ? Math.min(known, limit) : known;
    }

    boolean hasGap() {
        return held < wanted();
    }

    /** Whether something is not here that should be. */
    boolean lacks() {
        return hasGap() || missingEarly() != 0;
    }

    /** Unordered casts beyond the limit that are to be passed up, and are not here: bit i stands for {@link #beyondLimit}(i). */
    long missingEarly() {
        long missing = 0;
        for (int i = 0; due != 0 && i < Cut.MAX_EARLY; i++) {
            long bit = 1L << i;
            missing |= (due & bit) != 0 && !ring.has(beyondLimit(i)) ? bit : 0;
        }
        return missing;
    }

    long beyondLimit(int bit) {
        return limit + 1 + bit;
    }
}
