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
    /** Most casts that one request may name, and most bytes that one answer brings: a burst must not overrun the asker. */
    private static final int MAX_ASKED = 256;

    private static final int MAX_ANSWER_BYTES = 512 << 10;
    private static final int TRIES_AT_SENDER = 2;
    private static final int MAX_BACKOFF_DOUBLINGS = 4;

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
    private BitSet failed = new BitSet();
    private @Nullable Settlement settlement;
    private boolean settled;
    private boolean retired;
    private Timers.@Nullable Timer sweep;
    private long sweepAtNanos;

    /** What is known of one sender's casts; all numbers count casts, so cast n is the n-th. */
    private static final class Sender {
        final PacketRing ring = new PacketRing();
        /** Held without a gap. */
        long held;
        /** Passed up without a gap. */
        long delivered;
        /** Unordered casts that were passed up beyond: bit i stands for cast delivered + 1 + i. */
        long early;
        /** May be passed up. */
        long limit = Long.MAX_VALUE;
        /** Unordered casts beyond that are to be passed up: bit i stands for cast limit + 1 + i. */
        long due;
        /** Unordered casts among those that are stable. */
        long stableUnordered;
        /** Held by somebody. */
        long known;
        /** Asked for in the last request. */
        long asked;
        /** Requests since the last progress. */
        int tries;
        /** When to ask for what is missing, if that has been settled. */
        long askAtNanos;

        boolean toAsk;
    }

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
            bytes += sender.ring.bytes();
        }
        return bytes;
    }

    @Override
    protected void start() {
        me = context().rank();
        size = context().size();
        senders = new Sender[size];
        for (int i = 0; i < size; i++) {
            senders[i] = new Sender();
        }
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
        long number = ++own.held;
        own.known = number;
        own.ring.put(number, packet, unordered);
        Packet frame = packet.duplicate();
        frame.pushLong(unordered ? number | UNORDERED : number);
        castBelow(frame);
        deliver(me);
    }

    @Override
    public void castUp(int origin, Packet packet) {
        take(origin, packet.popLong(), packet);
    }

    private void take(int origin, long numbered, Packet packet) {
        Sender sender = senders[origin];
        long number = numbered & ~UNORDERED;
        if (number <= sender.held || sender.ring.has(number)) {
            if (number <= 0) {
                throw new MalformedException("casts are numbered from 1");
            }
            duplicates.increment();
            return;
        }
        boolean owed = settlement != null && settlement.names(origin, number);
        if (number - sender.ring.base() > MAX_UNSTABLE && !owed) {
            overrun.increment();
            return;
        }
        sender.ring.put(number, packet, numbered < 0);
        sender.known = Math.max(sender.known, number);
        if (number == sender.held + 1) {
            do {
                sender.held++;
            } while (sender.ring.has(sender.held + 1));
            sender.tries = 0;
            sender.toAsk = false;
            deliver(origin);
            if (sender.held < wanted(sender)) {
                // More may be on its way; unless that was the last repair asked for.
                boolean repaired = sender.asked > 0 && sender.held >= sender.asked;
                sender.asked = 0;
                askIn(sender, repaired ? 0 : sender.ring.last() > sender.held ? nakDelayNanos : resendNanos);
            }
        } else {
            if (sender.tries == 0) {
                askSooner(sender, nakDelayNanos);
            }
            if (numbered < 0) {
                deliver(origin);
            }
        }
    }

    private void deliver(int origin) {
        Sender sender = senders[origin];
        while (sender.delivered < Math.min(sender.held, sender.limit)) {
            long number = ++sender.delivered;
            boolean passedUp = (sender.early & 1) != 0;
            sender.early >>>= 1;
            if (!passedUp) {
                passUp(origin, number);
            }
        }
        if (sender.ring.hasUnorderedBeyond(sender.delivered)) {
            deliverEarly(origin, sender);
        }
        if (settlement != null) {
            settleIfDone();
        }
    }

    private void passUp(int origin, long number) {
        PacketRing ring = senders[origin].ring;
        Packet packet = ring.get(number).duplicate();
        if (ring.isUnordered(number)) {
            unorderedAbove(origin, packet);
        } else {
            castAbove(origin, packet);
        }
    }

    /** Unordered casts do not wait for what is missing before them, as long as the cut can name them. */
    private void deliverEarly(int origin, Sender sender) {
        long last = Math.min(sender.ring.last(), sender.delivered + Cut.MAX_EARLY);
        for (long number = sender.delivered + 1; number <= last; number++) {
            long distance = number - sender.delivered;
            boolean allowed = number <= sender.limit || Cut.hasBit(sender.due, number - sender.limit);
            if (distance > 0
                    && allowed
                    && !Cut.hasBit(sender.early, distance)
                    && sender.ring.has(number)
                    && sender.ring.isUnordered(number)) {
                sender.early |= 1L << (distance - 1);
                passUp(origin, number);
            }
        }
    }

    // ---- repair ----

    /** Whether something is not here that should be. */
    private boolean lacks(Sender sender) {
        return sender.held < wanted(sender) || missingEarly(sender) != 0;
    }

    /** Unordered casts beyond the settlement's target that are to be passed up, and are not here. */
    private static long missingEarly(Sender sender) {
        long missing = 0;
        for (int i = 0; sender.due != 0 && i < Cut.MAX_EARLY; i++) {
            long bit = 1L << i;
            missing |= (sender.due & bit) != 0 && !sender.ring.has(sender.limit + 1 + i) ? bit : 0;
        }
        return missing;
    }

    /** The last cast of this sender that this member should have. */
    private long wanted(Sender sender) {
        return settlement == null ? sender.known : Math.min(sender.known, sender.limit);
    }

    @Override
    public void knownDown(long[] known) {
        for (int i = 0; i < size; i++) {
            Sender sender = senders[i];
            boolean complete = sender.held >= wanted(sender);
            if (i != me) {
                sender.known = Math.max(sender.known, Math.min(known[i], sender.ring.base() + MAX_UNSTABLE));
            }
            if (complete && sender.held < wanted(sender)) {
                // Others have it already; here it may just be late.
                askIn(sender, resendNanos);
            }
        }
    }

    @Override
    public void failedDown(BitSet ranks) {
        failed = ranks;
        failedBelow(ranks);
    }

    private void askSooner(Sender sender, long delayNanos) {
        if (!sender.toAsk || sender.askAtNanos - context().clock().nanoTime() > delayNanos) {
            askIn(sender, delayNanos);
        }
    }

    private void askIn(Sender sender, long delayNanos) {
        sender.toAsk = true;
        sender.askAtNanos = context().clock().nanoTime() + delayNanos;
        arm(sender.askAtNanos);
    }

    private void arm(long atNanos) {
        if (sweep != null && atNanos - sweepAtNanos < 0) {
            sweep.cancel();
            sweep = null;
        }
        if (sweep == null && !retired) {
            sweepAtNanos = atNanos;
            sweep = after(Math.max(0, atNanos - context().clock().nanoTime()), this::sweep);
        }
    }

    private void sweep() {
        sweep = null;
        long now = context().clock().nanoTime();
        for (int origin = 0; origin < size && !retired; origin++) {
            Sender sender = senders[origin];
            if (origin != me && lacks(sender)) {
                if (sender.askAtNanos - now <= 0) {
                    ask(origin, sender);
                    sender.askAtNanos = now + (resendNanos << Math.min(sender.tries - 1, MAX_BACKOFF_DOUBLINGS));
                }
                arm(sender.askAtNanos);
            }
        }
    }

    private void ask(int origin, Sender sender) {
        if (sender.held >= wanted(sender)) {
            askForEarly(origin, sender);
            sender.tries++;
            return;
        }
        int target = target(origin, sender, sender.held + 1);
        sender.tries++;
        long first = sender.held + 1;
        long last = Math.min(wanted(sender), sender.held + MAX_ASKED);
        sender.asked = last;
        if (target == me) {
            return;
        }
        naks.increment();
        while (first <= last) {
            long end = first;
            while (end < last && !sender.ring.has(end + 1)) {
                end++;
            }
            tell(target, nak(origin, first, end));
            first = end + 1;
            while (first <= last && sender.ring.has(first)) {
                first++;
            }
        }
    }

    private void askForEarly(int origin, Sender sender) {
        long missing = missingEarly(sender);
        for (int i = 0; i < Cut.MAX_EARLY; i++) {
            long number = sender.limit + 1 + i;
            int target = (missing >>> i & 1) == 0 ? me : target(origin, sender, number);
            if (target != me) {
                naks.increment();
                tell(target, nak(origin, number, number));
            }
        }
    }

    /**
     * Whom to ask: the sender; if it does not answer, the others in turn. Once the view is being settled, first those whose cut says that they
     * hold it, then all that come along, suspected or not: they gather the same, and may have got it meanwhile.
     */
    private int target(int origin, Sender sender, long number) {
        boolean senderGone = failed.get(origin) || (settlement != null && !comesAlong(origin));
        if (!senderGone && sender.tries < TRIES_AT_SENDER) {
            return origin;
        }
        boolean likely = settlement == null || sender.tries < TRIES_AT_SENDER + size;
        int other = likely ? inTurn(origin, sender, number, true) : me;
        if (other == me && settlement != null) {
            other = inTurn(origin, sender, number, false);
        }
        return other == me && !senderGone ? origin : other;
    }

    private int inTurn(int origin, Sender sender, long number, boolean likely) {
        for (int i = 1; i <= size; i++) {
            int candidate = (origin + sender.tries + i) % size;
            boolean eligible =
                    likely ? !failed.get(candidate) && mayHold(candidate, origin, number) : comesAlong(candidate);
            if (candidate != me && eligible) {
                return candidate;
            }
        }
        return me;
    }

    private boolean comesAlong(int rank) {
        return settlement != null && settlement.cuts()[rank] != null;
    }

    private boolean mayHold(int candidate, int origin, long number) {
        if (settlement == null) {
            return true;
        }
        Cut cut = settlement.cuts()[candidate];
        return cut != null && cut.holds(origin, number);
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
        copy.pushLong(senders[origin].ring.isUnordered(number) ? number | UNORDERED : number);
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
        PacketRing ring = senders[origin].ring;
        long bytes = 0;
        long end = Math.min(last, Math.min(first + MAX_ASKED, ring.last()));
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
        long[] kept = held();
        for (int i = 0; i < size; i++) {
            kept[i] = Math.min(kept[i], senders[i].limit);
        }
        return kept;
    }

    private long[] held() {
        long[] held = new long[size];
        for (int i = 0; i < size; i++) {
            held[i] = senders[i].held;
        }
        return held;
    }

    @Override
    public void stableDown(long[] stable) {
        long tag = 0;
        long unorderedTag = 0;
        long[] ordered = new long[size];
        for (int i = 0; i < size; i++) {
            Sender sender = senders[i];
            long upTo = Math.min(stable[i], sender.delivered);
            while (sender.ring.base() < upTo) {
                sender.stableUnordered += sender.ring.isUnordered(sender.ring.base() + 1) ? 1 : 0;
                long freed = sender.ring.dropFirst().tag();
                if (i == me && freed > 0) {
                    tag = freed;
                } else if (i == me && freed < 0) {
                    unorderedTag = freed;
                }
            }
            ordered[i] = sender.ring.base() - sender.stableUnordered;
        }
        stableCastsAbove(ordered);
        if (unorderedTag < 0) {
            stableUnorderedAbove(unorderedTag);
        }
        if (tag > 0) {
            stableAbove(tag);
        }
    }

    // ---- the end of the view ----

    @Override
    public void blockDown() {
        for (Sender sender : senders) {
            sender.limit = sender.held;
            sender.due = 0;
        }
        settlement = null;
        settled = false;
        for (int i = 0; i < size; i++) {
            deliver(i);
        }
        cutAbove(new Cut(held(), early(), new long[size]));
    }

    /** What was passed up beyond; all that is held without a gap has been passed up by now. */
    private long[] early() {
        long[] early = new long[size];
        for (int i = 0; i < size; i++) {
            early[i] = senders[i].early;
        }
        return early;
    }

    @Override
    public void settleDown(Settlement owed) {
        settlement = owed;
        for (int origin = 0; origin < size; origin++) {
            Sender sender = senders[origin];
            sender.limit = owed.target()[origin];
            sender.due = owed.early()[origin];
            sender.known = Math.max(sender.known, sender.limit);
            sender.tries = 0;
            if (owed.cuts()[origin] == null) {
                forward(origin, owed);
            }
        }
        for (int origin = 0; origin < size && !settled; origin++) {
            deliver(origin);
            if (lacks(senders[origin])) {
                askIn(senders[origin], nakDelayNanos);
            }
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
        Packet packet = senders[origin].ring.peek(number);
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
            if (sender.delivered < sender.limit || (sender.due & ~sender.early) != 0) {
                return;
            }
        }
        settled = true;
        settledAbove();
    }

    @Override
    public void retireDown() {
        retired = true;
    }
}
