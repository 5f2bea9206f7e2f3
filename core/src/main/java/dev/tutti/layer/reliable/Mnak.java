package dev.tutti.layer.reliable;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Settlement;
import dev.tutti.kernel.Timers;
import dev.tutti.kernel.Up;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Reliable casts: every member delivers each sender's casts exactly once, in the order sent and without a gap, but for those that are
 * unordered, which it delivers as soon as it has them.
 *
 * <p>Casts are numbered per sender. A receiver that sees a gap, or hears from the stability layer of casts that it lacks (the last
 * one included), asks for them: the sender first, later any live member, since all keep what is not yet stable. At the end of the
 * view it enforces the cut: nothing beyond this member's own cut after it was told, then exactly what the settlement names; casts of
 * members that do not come along are forwarded, each by the lowest-ranked member that holds it, to those that lack it. See
 * docs/layers/mnak.md.
 *
 * <p>Follows Ensemble's MNAK, and the delivery and forwarding rules of Keidar and Khazan's end-point.
 */
@SuppressWarnings("NullAway.Init") // counters are made in start(), before any other handler
public final class Mnak extends Layer
        implements Down.Cast,
                Down.Unordered,
                Down.Block,
                Down.Settle,
                Down.Ask,
                Down.Confirm,
                Down.Stable,
                Down.Known,
                Down.Failed,
                Down.Retire,
                Up.Cast,
                Up.Local {
    /** Casts of one sender that may be unstable here; what is beyond is dropped, and asked for again later. */
    static final int MAX_UNSTABLE = 1 << 20;

    /** In front of a cast stands its number; this bit in it says that the cast is unordered. */
    private static final long UNORDERED = Long.MIN_VALUE;

    private static final int NAK = 0;
    private static final int REPAIR = 1;
    /** Most bytes that one answer brings: a burst must not overrun the asker. */
    private static final int MAX_ANSWER_BYTES = 512 << 10;

    private final long nakDelayNanos;
    private final long resendNanos;

    private Counters.Counter duplicates;
    private Counters.Counter overrun;
    private Counters.Counter naks;
    private Counters.Counter repairs;
    private Counters.Counter forwards;

    private int me;
    private int size;
    private Sender[] senders = {};
    private Asking asking;
    private @Nullable Settlement settlement;
    /** By sender what is to be stable before that is confirmed. */
    private long @Nullable [] unconfirmed;

    private boolean settled;

    /**
     * A layer for one view.
     *
     * @param nakDelayNanos how long a gap may stand before it is asked for: frames may just have overtaken each other
     * @param resendNanos after which a request is repeated, at first; doubles with every try
     */
    public Mnak(long nakDelayNanos, long resendNanos) {
        this.nakDelayNanos = nakDelayNanos;
        this.resendNanos = resendNanos;
    }

    @Override
    public String name() {
        return "mnak";
    }

    @Override
    public long heldBytes() {
        long bytes = 0;
        for (Sender sender : senders) {
            bytes += sender.ring().bytes();
        }
        return bytes;
    }

    @Override
    protected void start() {
        me = context().rank();
        size = context().size();
        senders = new Sender[size];
        for (int i = 0; i < size; i++) {
            senders[i] = new Sender(i, this::passUp);
        }
        asking = new Asking(me, senders, context().clock(), new Requests(), nakDelayNanos, resendNanos);
        duplicates = counter("duplicates");
        overrun = counter("overrun");
        naks = counter("naks");
        repairs = counter("repairs");
        forwards = counter("forwards");
    }

    // ---- data ----

    @Override
    public void castDown(Packet packet) {
        cast(packet, false);
    }

    @Override
    public void unorderedDown(Packet packet) {
        cast(packet, true);
    }

    private void cast(Packet packet, boolean unordered) {
        Sender own = senders[me];
        long number = own.held() + 1;
        own.put(number, packet, unordered);
        Packet frame = packet.duplicate();
        frame.pushLong(unordered ? number | UNORDERED : number);
        castBelow(frame);
        deliver(own);
    }

    @Override
    public void castUp(int origin, Packet packet) {
        take(origin, packet.popLong(), packet);
    }

    private void take(int origin, long numbered, Packet packet) {
        Sender sender = senders[origin];
        long number = numbered & ~UNORDERED;
        if (sender.has(number)) {
            if (number <= 0) {
                throw new MalformedException("casts are numbered from 1");
            }
            duplicates.increment();
            return;
        }
        boolean owed = settlement != null && settlement.names(origin, number);
        if (number - sender.ring().base() > MAX_UNSTABLE && !owed) {
            overrun.increment();
            return;
        }
        boolean unordered = numbered < 0;
        if (sender.put(number, packet, unordered)) {
            deliver(sender);
            asking.progressed(origin);
        } else {
            asking.foundGap(origin);
            if (unordered) {
                deliver(sender);
            }
        }
    }

    private void deliver(Sender sender) {
        sender.deliver();
        if (settlement != null) {
            settleIfDone();
        }
    }

    private void passUp(int origin, Packet packet, boolean unordered) {
        if (unordered) {
            unorderedAbove(origin, packet);
        } else {
            castAbove(origin, packet);
        }
    }

    // ---- repair ----

    /** What is asked for goes out as a message to this layer at another member. */
    private final class Requests implements Asking.Port {
        @Override
        public void request(int target, int origin, long first, long last) {
            naks.increment();
            tell(target, nak(origin, first, last));
        }

        @Override
        public Timers.Timer after(long delayNanos, Runnable action) {
            return Mnak.this.after(delayNanos, action);
        }
    }

    @Override
    public void knownDown(long[] known) {
        for (int i = 0; i < size; i++) {
            Sender sender = senders[i];
            boolean hadGap = sender.hasGap();
            if (i != me) {
                sender.knownUpTo(Math.min(known[i], sender.ring().base() + MAX_UNSTABLE));
            }
            if (!hadGap && sender.hasGap()) {
                asking.heardOfMore(i);
            }
        }
    }

    @Override
    public void failedDown(BitSet ranks) {
        asking.failed(ranks);
        failedBelow(ranks);
    }

    private static Packet nak(int origin, long first, long last) {
        Packet packet = Packet.empty(0);
        packet.pushLong(last);
        packet.pushLong(first);
        packet.pushByte(origin);
        packet.pushByte(origin >>> 8);
        packet.pushByte(NAK);
        return packet;
    }

    private void repair(int to, int origin, long number, Packet packet) {
        Packet copy = packet.duplicate();
        copy.pushLong(senders[origin].ring().isUnordered(number) ? number | UNORDERED : number);
        copy.pushByte(origin);
        copy.pushByte(origin >>> 8);
        copy.pushByte(REPAIR);
        tell(to, copy);
    }

    @Override
    public void localUp(int from, Packet packet) {
        int type = packet.popByte();
        int origin = packet.popByte() << 8 | packet.popByte();
        if (origin >= size) {
            throw new MalformedException("no such sender");
        }
        switch (type) {
            case NAK -> answer(from, origin, packet.popLong(), packet.popLong());
            case REPAIR -> {
                long number = packet.popLong();
                if (origin != me) {
                    take(origin, number, packet);
                }
            }
            default -> throw new MalformedException("neither request nor repair");
        }
    }

    private void answer(int from, int origin, long first, long last) {
        if (first <= 0 || last < first) {
            throw new MalformedException("no such range");
        }
        PacketRing ring = senders[origin].ring();
        long bytes = 0;
        long end = Math.min(last, Math.min(first + Asking.MAX_ASKED, ring.last()));
        for (long number = Math.max(first, ring.base() + 1); number <= end && bytes < MAX_ANSWER_BYTES; number++) {
            Packet packet = ring.peek(number);
            if (packet != null) {
                bytes += packet.length();
                repairs.increment();
                repair(from, origin, number, packet);
            }
        }
    }

    // ---- stability ----

    @Override
    public void askDown() {
        countsAbove(kept());
    }

    /** What it holds and will deliver: beyond the cut it may have to drop what came later, so that must not count as stable. */
    private long[] kept() {
        long[] kept = new long[size];
        for (int i = 0; i < size; i++) {
            kept[i] = senders[i].kept();
        }
        return kept;
    }

    @Override
    public void stableDown(long[] stable) {
        long tag = 0;
        long unorderedTag = 0;
        long[] ordered = new long[size];
        for (int i = 0; i < size; i++) {
            Sender sender = senders[i];
            while (sender.isFreeable(stable[i])) {
                long freed = sender.dropFirst().tag();
                if (i == me && freed > 0) {
                    tag = freed;
                } else if (i == me && freed < 0) {
                    unorderedTag = freed;
                }
            }
            ordered[i] = sender.stableOrdered();
        }
        stableCastsAbove(ordered);
        if (unorderedTag < 0) {
            stableUnorderedAbove(unorderedTag);
        }
        if (tag > 0) {
            stableAbove(tag);
        }
        confirmIfStable();
    }

    @Override
    public void confirmDown() {
        long[] passedUp = new long[size];
        for (int i = 0; i < size; i++) {
            passedUp[i] = senders[i].passedUp();
        }
        unconfirmed = passedUp;
        confirmIfStable();
    }

    private void confirmIfStable() {
        long[] awaited = unconfirmed;
        if (awaited == null) {
            return;
        }
        for (int i = 0; i < size; i++) {
            if (senders[i].ring().base() < awaited[i]) {
                return;
            }
        }
        unconfirmed = null;
        confirmedAbove();
    }

    // ---- the end of the view ----

    @Override
    public void blockDown() {
        for (Sender sender : senders) {
            sender.block();
        }
        asking.block();
        settlement = null;
        settled = false;
        for (Sender sender : senders) {
            deliver(sender);
        }
        cutAbove(cut());
    }

    private Cut cut() {
        long[] held = new long[size];
        // What was passed up beyond; all that is held without a gap has been passed up by now.
        long[] early = new long[size];
        for (int i = 0; i < size; i++) {
            held[i] = senders[i].held();
            early[i] = senders[i].early();
        }
        return new Cut(held, early, new long[size]);
    }

    @Override
    public void settleDown(Settlement owed) {
        settlement = owed;
        asking.settle(owed);
        for (int origin = 0; origin < size; origin++) {
            senders[origin].settle(owed);
            if (owed.cuts()[origin] == null) {
                forward(origin, owed);
            }
        }
        for (int origin = 0; origin < size && !settled; origin++) {
            deliver(senders[origin]);
            asking.askIfLacking(origin);
        }
    }

    /** Sends casts of a lost member to those that lack them, if no lower-ranked member holds them too: one copy of each. */
    private void forward(int origin, Settlement owed) {
        Cut[] cuts = owed.cuts();
        Cut mine = cuts[me];
        if (mine == null) {
            throw new IllegalStateException("a member is always among those that come along");
        }
        long lowerRanked = 0;
        for (int i = 0; i < me; i++) {
            lowerRanked = cuts[i] == null ? lowerRanked : Math.max(lowerRanked, cuts[i].held()[origin]);
        }
        for (int to = 0; to < size; to++) {
            Cut theirs = cuts[to];
            if (to != me && theirs != null) {
                for (long n = Math.max(lowerRanked, theirs.held()[origin]) + 1; n <= mine.held()[origin]; n++) {
                    forward(to, origin, n);
                }
                for (int i = 0; owed.early()[origin] != 0 && i < Cut.MAX_EARLY; i++) {
                    long n = owed.target()[origin] + 1 + i;
                    if (owed.names(origin, n) && isFirstToHold(owed, origin, n) && !theirs.holds(origin, n)) {
                        forward(to, origin, n);
                    }
                }
            }
        }
    }

    private boolean isFirstToHold(Settlement owed, int origin, long number) {
        for (int i = 0; i < me; i++) {
            Cut cut = owed.cuts()[i];
            if (cut != null && cut.holds(origin, number)) {
                return false;
            }
        }
        Cut mine = owed.cuts()[me];
        return mine != null && mine.holds(origin, number);
    }

    private void forward(int to, int origin, long number) {
        Packet packet = senders[origin].ring().peek(number);
        if (packet != null) {
            forwards.increment();
            repair(to, origin, number, packet);
        }
    }

    private void settleIfDone() {
        if (settled) {
            return;
        }
        for (Sender sender : senders) {
            if (!sender.isSettled()) {
                return;
            }
        }
        settled = true;
        settledAbove();
    }

    @Override
    public void retireDown() {
        asking.close();
    }
}
