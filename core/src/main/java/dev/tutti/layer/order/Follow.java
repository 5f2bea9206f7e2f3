package dev.tutti.layer.order;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Up;
import java.util.ArrayDeque;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Lets sends follow casts where all members deliver these in one order: a send is delivered after all casts that its sender had been
 * delivered, or had made, before it. See docs/layers/follow.md.
 *
 * <p>Stands above an engine of total order. So what a member had been delivered is a number: that of the casts. A send bears it, and how
 * many casts its sender had made, and waits at its receiver for both.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Follow extends Layer implements Down.Cast, Down.Send, Down.Agree, Up.Cast, Up.Send, Up.Settled {
    private static final int HEADER_BYTES = 2 * Long.BYTES;

    /** Casts that this member has made. */
    private long made;

    /** Casts that were delivered here, and how many of them are of each member. */
    private long delivered;

    private long[] deliveredOf;

    /** By sender, oldest first. */
    private Waiting[] waiting;

    private int waitingCount;

    /** Members that do not come along to the next view. */
    private BitSet lost = new BitSet();

    private Counters.Counter delayed;
    private Counters.Counter orphans;
    private Counters.Counter malformed;

    /** Sends of one member that wait. */
    private static final class Waiting {
        private final ArrayDeque<Send> sends = new ArrayDeque<>(1);
        private boolean releasing;
    }

    /**
     * A send that waits.
     *
     * @param after how many casts must be delivered before it
     * @param afterOwn how many of its sender
     * @param packet the body
     */
    private record Send(long after, long afterOwn, Packet packet) {}

    /** A layer for one view. */
    public Follow() {}

    @Override
    public String name() {
        return "follow";
    }

    @Override
    public long heldBytes() {
        long bytes = 0;
        for (Waiting of : waiting) {
            for (Send send : of.sends) {
                bytes += HEADER_BYTES + send.packet().length();
            }
        }
        return bytes;
    }

    @Override
    protected void start() {
        deliveredOf = new long[context().size()];
        waiting = new Waiting[deliveredOf.length];
        for (int rank = 0; rank < waiting.length; rank++) {
            waiting[rank] = new Waiting();
        }
        delayed = counter("delayed");
        orphans = counter("orphans");
        malformed = counter("malformed");
    }

    // ---- down ----

    @Override
    public void castDown(Packet packet) {
        made++;
        castBelow(packet);
    }

    @Override
    public void sendDown(int to, Packet packet) {
        packet.pushLong(made);
        packet.pushLong(delivered);
        sendBelow(to, packet);
    }

    /** Those without a cut do not come along. What they were delivered last, others may never be, or in another order. */
    @Override
    public void agreeDown(Cut[] cuts) {
        BitSet missing = new BitSet();
        for (int rank = 0; rank < cuts.length; rank++) {
            missing.set(rank, cuts[rank] == null);
        }
        lost = missing;
        agreeBelow(cuts);
    }

    // ---- up ----

    @Override
    public void castUp(int origin, Packet packet) {
        delivered++;
        deliveredOf[origin]++;
        castAbove(origin, packet);
        if (waitingCount > 0) {
            releaseAll();
        }
    }

    @Override
    public void sendUp(int origin, Packet packet) {
        if (packet.length() < HEADER_BYTES) {
            malformed.increment();
            return;
        }
        long after = packet.popLong();
        long afterOwn = packet.popLong();
        waiting[origin].sends.add(new Send(after, afterOwn, packet));
        waitingCount++;
        release(origin);
        if (!waiting[origin].sends.isEmpty()) {
            delayed.increment();
        }
    }

    private void releaseAll() {
        for (int origin = 0; origin < waiting.length; origin++) {
            release(origin);
        }
    }

    private void release(int origin) {
        Waiting of = waiting[origin];
        if (of.releasing || lost.get(origin)) {
            return;
        }
        of.releasing = true;
        while (isReady(origin, of.sends.peek())) {
            waitingCount--;
            sendAbove(origin, of.sends.remove().packet());
        }
        of.releasing = false;
    }

    private boolean isReady(int origin, @Nullable Send send) {
        return send != null && send.after() <= delivered && send.afterOwn() <= deliveredOf[origin];
    }

    // ---- the end of the view ----

    /** Who comes along has delivered the same as this member, so what still waits is of members that do not. */
    @Override
    public void settledUp() {
        // Whoever seemed lost for a while may come along after all.
        releaseAll();
        for (Waiting of : waiting) {
            orphans.add(of.sends.size());
            of.sends.clear();
        }
        waitingCount = 0;
        settledAbove();
    }
}
