package dev.tutti.layer.reliable;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Settlement;
import dev.tutti.kernel.Up;
import dev.tutti.kernel.WireReader;
import dev.tutti.kernel.WireWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reliable FIFO sends between each two members: sequence numbers, cumulative acknowledgements (on the way back on other sends, or by
 * themselves), requests for gaps, retransmission. See docs/layers/pt2pt.md.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Pt2pt extends Layer implements Down.Send, Down.Settle, Up.Send, Up.Local, Up.Cut, Up.Settled {
    private static final int ACK = 1;
    private static final int NAK = 2;

    /** How many sends one timeout repeats. */
    private static final int RESEND_BURST = 16;

    /** How many sends one request may fetch. */
    private static final int NAK_BURST = 256;

    /** How many gaps one round of requests may name. */
    private static final int GAP_BURST = 64;

    /** Repeating slows down to this many times the delay it began with. */
    private static final int MAX_BACKOFF = 16;

    private final long resendNanos;
    private final long ackDelayNanos;
    private final long ackBytes;
    private final int reorderPackets;

    private Outgoing[] outgoing;
    private Incoming[] incoming;
    private boolean ackTimerRuns;
    private boolean gapTimerRuns;

    /** What is owed before the view may end; null until that is agreed. */
    private long @Nullable [] owed;

    /** Whether the layers below have settled what they owe, and the event waits here. */
    private boolean settledBelow;

    private Counters.Counter resent;
    private Counters.Counter duplicates;
    private Counters.Counter beyond;
    private Counters.Counter late;

    /** Sends to one member that it has not acknowledged. */
    private final class Outgoing {
        private final int to;
        /** What is not acknowledged; its base is the last that was. */
        private final PacketRing unacked = new PacketRing();

        private long sent;
        private boolean timerRuns;
        private long ackedAtTimer;
        private int backoff = 1;

        Outgoing(int to) {
            this.to = to;
        }

        void send(Packet packet) {
            unacked.put(++sent, packet);
            transmit(sent);
            if (!timerRuns) {
                backoff = 1;
                arm();
            }
        }

        /** The body stays as it is; header and frame are written in front of it anew each time. */
        private void transmit(long seq) {
            Packet packet = unacked.get(seq).duplicate();
            packet.pushLong(acknowledge(to));
            packet.pushLong(seq);
            sendBelow(to, packet);
        }

        void acknowledged(long seq) {
            if (seq > sent) {
                throw new MalformedException("acknowledges what was never sent");
            }
            boolean news = unacked.base() < seq;
            while (unacked.base() < seq) {
                unacked.dropFirst();
            }
            if (news && allAcknowledged()) {
                acknowledgedAbove();
            }
        }

        void resend(long from, long upTo) {
            for (long seq = Math.max(from, unacked.base() + 1); seq <= Math.min(upTo, sent); seq++) {
                resent.increment();
                transmit(seq);
            }
        }

        private void arm() {
            timerRuns = true;
            ackedAtTimer = unacked.base();
            after(resendNanos * backoff, this::timeout);
        }

        /** The last one is repeated too: it shows the receiver how far it is behind. */
        private void timeout() {
            timerRuns = false;
            long acked = unacked.base();
            if (acked == sent) {
                return;
            }
            if (acked > ackedAtTimer) {
                backoff = 1;
            } else {
                long upTo = Math.min(acked + RESEND_BURST, sent);
                resend(acked + 1, upTo);
                if (upTo < sent) {
                    resend(sent, sent);
                }
                backoff = Math.min(backoff * 2, MAX_BACKOFF);
            }
            arm();
        }
    }

    /** Sends of one member. */
    private static final class Incoming {
        /** Delivered without a gap. */
        private long delivered;

        /** The highest that was seen. */
        private long highest;

        private long reported;
        private long unreportedBytes;

        /** What came too early, by number modulo length; empty until there is such a thing. */
        private @Nullable Packet[] early = new Packet[0];

        private int earlyPackets;
        private long earlyBytes;

        /** Up to here, what is missing has been missing for a round of the timer at least; 0 if nothing came early then. */
        private long overdue;

        private long deliveredWhenAsked;
        private int backoff = 1;
        /** Rounds of the timer until the gaps are asked for again. */
        private int roundsLeft;

        private long last() {
            return Math.max(highest, delivered);
        }
    }

    /**
     * A layer for one view.
     *
     * @param resendNanos how long to wait for an acknowledgement before repeating; doubles while nothing comes back
     * @param ackDelayNanos how long an acknowledgement may wait for a send that takes it along
     * @param ackBytes received bytes after which it waits no longer
     * @param reorderPackets how far sends may overtake each other before they are dropped
     */
    public Pt2pt(long resendNanos, long ackDelayNanos, long ackBytes, int reorderPackets) {
        if (resendNanos < 1 || ackDelayNanos < 0 || ackBytes < 1 || reorderPackets < 1) {
            throw new IllegalArgumentException("delays and limits must be positive");
        }
        this.resendNanos = resendNanos;
        this.ackDelayNanos = ackDelayNanos;
        this.ackBytes = ackBytes;
        this.reorderPackets = reorderPackets;
    }

    @Override
    public String name() {
        return "pt2pt";
    }

    @Override
    public long heldBytes() {
        long bytes = 0;
        for (int rank = 0; rank < outgoing.length; rank++) {
            bytes += outgoing[rank].unacked.bytes() + incoming[rank].earlyBytes;
        }
        return bytes;
    }

    @Override
    protected void start() {
        int size = context().size();
        outgoing = new Outgoing[size];
        incoming = new Incoming[size];
        for (int rank = 0; rank < size; rank++) {
            outgoing[rank] = new Outgoing(rank);
            incoming[rank] = new Incoming();
        }
        resent = counter("resent");
        duplicates = counter("duplicates");
        beyond = counter("beyond");
        late = counter("late");
    }

    @Override
    public void sendDown(int to, Packet packet) {
        outgoing[to].send(packet);
    }

    @Override
    public void sendUp(int origin, Packet packet) {
        long seq = packet.popLong();
        long ack = packet.popLong();
        if (seq < 1 || ack < 0) {
            throw new MalformedException("sends are numbered from 1");
        }
        outgoing[origin].acknowledged(ack);
        receive(origin, incoming[origin], seq, packet);
    }

    private boolean allAcknowledged() {
        for (Outgoing out : outgoing) {
            if (out.unacked.base() < out.sent) {
                return false;
            }
        }
        return true;
    }

    private void receive(int origin, Incoming from, long seq, Packet packet) {
        if (owed != null && seq > owed[origin]) {
            // Not acknowledged either: the sender has not come along, or knows that this view is over.
            late.increment();
            return;
        }
        if (seq <= from.delivered) {
            // Its acknowledgement was lost: make one due.
            duplicates.increment();
            from.reported = Math.min(from.reported, from.delivered - 1);
            acknowledgeSoon();
            return;
        }
        if (seq > from.delivered + 1) {
            early(origin, from, seq, packet);
            return;
        }
        from.highest = Math.max(from.highest, seq);
        deliver(origin, from, packet);
        for (Packet next = takeEarly(origin, from); next != null; next = takeEarly(origin, from)) {
            deliver(origin, from, next);
        }
        settle();
    }

    private void deliver(int origin, Incoming from, Packet packet) {
        from.delivered++;
        from.unreportedBytes += packet.length();
        if (from.unreportedBytes >= ackBytes) {
            tell(
                    origin,
                    new WireWriter().putByte(ACK).putLong(acknowledge(origin)).toPacket());
        } else {
            acknowledgeSoon();
        }
        sendAbove(origin, packet);
    }

    private void early(int origin, Incoming from, long seq, Packet packet) {
        long limit = from.delivered + reorderPackets;
        if (seq > limit) {
            beyond.increment();
            open(origin, from, limit + 1);
            from.highest = Math.max(from.highest, limit);
            return;
        }
        if (from.early.length == 0) {
            from.early = new Packet[reorderPackets];
        }
        int slot = (int) (seq % reorderPackets);
        if (from.early[slot] != null) {
            // The sender repeats it, so it does not know what is missing: the request was lost, or not enough.
            duplicates.increment();
            long last = from.delivered + 1;
            while (from.early[(int) ((last + 1) % reorderPackets)] == null) {
                last++;
            }
            request(origin, from.delivered + 1, last);
            return;
        }
        from.early[slot] = packet;
        from.earlyPackets++;
        from.earlyBytes += packet.length();
        watchGaps();
        open(origin, from, seq);
        from.highest = Math.max(from.highest, seq);
    }

    /** Asks once for a gap, when it opens between what was seen so far and what has come now. */
    private void open(int origin, Incoming from, long seq) {
        long first = from.last() + 1;
        if (first < seq) {
            request(origin, first, seq - 1);
        }
    }

    private void request(int origin, long first, long last) {
        tell(
                origin,
                new WireWriter()
                        .putByte(NAK)
                        .putLong(acknowledge(origin))
                        .putLong(first)
                        .putLong(last)
                        .toPacket());
    }

    private @Nullable Packet takeEarly(int origin, Incoming from) {
        if (from.early.length == 0 || (owed != null && from.delivered >= owed[origin])) {
            return null;
        }
        int slot = (int) ((from.delivered + 1) % reorderPackets);
        Packet next = from.early[slot];
        if (next != null) {
            from.early[slot] = null;
            from.earlyPackets--;
            from.earlyBytes -= next.length();
        }
        return next;
    }

    private void watchGaps() {
        if (!gapTimerRuns) {
            gapTimerRuns = true;
            after(resendNanos, this::askAgain);
        }
    }

    /**
     * Asks for all gaps that have been open for a time, of each sender: the request or its answer was lost. Left to the sender's timeout,
     * which finds one gap after the other, many of them would take as many timeouts.
     */
    private void askAgain() {
        gapTimerRuns = false;
        for (int origin = 0; origin < incoming.length; origin++) {
            Incoming from = incoming[origin];
            boolean waits = from.earlyPackets > 0 && (owed == null || from.delivered < owed[origin]);
            if (waits && from.overdue > from.delivered) {
                askAgain(origin, from);
            }
            from.overdue = waits ? from.last() : 0;
            if (waits) {
                watchGaps();
            }
        }
    }

    private void askAgain(int origin, Incoming from) {
        if (from.delivered > from.deliveredWhenAsked) {
            from.backoff = 1;
            from.roundsLeft = 0;
        }
        if (--from.roundsLeft > 0) {
            return;
        }
        from.deliveredWhenAsked = from.delivered;
        from.roundsLeft = from.backoff;
        from.backoff = Math.min(2 * from.backoff, MAX_BACKOFF);
        long seq = from.delivered + 1;
        for (int gaps = 0; gaps < GAP_BURST && seq <= from.overdue; gaps++) {
            long first = seq;
            while (seq <= from.overdue && from.early[(int) (seq % reorderPackets)] == null) {
                seq++;
            }
            request(origin, first, seq - 1);
            while (seq <= from.overdue && from.early[(int) (seq % reorderPackets)] != null) {
                seq++;
            }
        }
    }

    /** The acknowledgement to write now. */
    private long acknowledge(int origin) {
        Incoming from = incoming[origin];
        from.reported = from.delivered;
        from.unreportedBytes = 0;
        return from.delivered;
    }

    private void acknowledgeSoon() {
        if (!ackTimerRuns) {
            ackTimerRuns = true;
            after(ackDelayNanos, this::acknowledgeAll);
        }
    }

    private void acknowledgeAll() {
        ackTimerRuns = false;
        for (int origin = 0; origin < incoming.length; origin++) {
            if (incoming[origin].reported < incoming[origin].delivered) {
                tell(
                        origin,
                        new WireWriter()
                                .putByte(ACK)
                                .putLong(acknowledge(origin))
                                .toPacket());
            }
        }
    }

    @Override
    public void localUp(int origin, Packet packet) {
        WireReader reader = new WireReader(packet);
        int kind = reader.getByte();
        if (kind != ACK && kind != NAK) {
            throw new MalformedException("neither acknowledgement nor request");
        }
        long ack = reader.getLong();
        long first = kind == NAK ? reader.getLong() : 1;
        long last = kind == NAK ? reader.getLong() : 1;
        reader.end();
        if (ack < 0 || first < 1 || last < first || (kind == NAK && last > outgoing[origin].sent)) {
            throw new MalformedException("numbers that make no sense");
        }
        outgoing[origin].acknowledged(ack);
        if (kind == NAK) {
            outgoing[origin].resend(first, Math.min(last, first + NAK_BURST - 1));
        }
    }

    /** A new change has begun: what was agreed for an earlier one, if anything, is void. */
    @Override
    public void cutUp(Cut cut) {
        owed = null;
        settledBelow = false;
        long[] sent = new long[outgoing.length];
        Arrays.setAll(sent, rank -> outgoing[rank].sent);
        cutAbove(new Cut(cut.held(), cut.early(), sent));
    }

    @Override
    public void settleDown(Settlement settlement) {
        owed = settlement.owed().clone();
        settledBelow = false;
        settleBelow(settlement);
    }

    @Override
    public void settledUp() {
        settledBelow = true;
        settle();
    }

    private void settle() {
        if (!settledBelow) {
            return;
        }
        for (int origin = 0; owed != null && origin < incoming.length; origin++) {
            if (incoming[origin].delivered < owed[origin]) {
                return;
            }
        }
        settledBelow = false;
        settledAbove();
    }
}
