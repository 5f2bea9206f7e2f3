package dev.tutti.layer.order;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Up;
import java.util.ArrayDeque;

/**
 * One total order by a rule: the first cast of each member, by rank, then the second of each, and so on. Who has nothing to say says so,
 * so that the others need not wait. No member is special. See docs/layers/round-robin.md.
 *
 * <p>A cast's place follows from its sender and its number alone, so no two members ever deliver two casts in different orders, not even
 * members that part.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class RoundRobin extends Layer implements Down.Cast, Down.Block, Up.Cast, Up.Settled {
    private static final int DATA = 0;
    private static final int SILENT = 1;

    /** More than any view lasts; sums of it with the number of a round fit a long. */
    private static final long MAX_ROUND = Long.MAX_VALUE >> 1;

    private int me;
    private Sender[] senders;
    private boolean blocked;
    private boolean draining;

    /** Rounds in which this member has spoken, or said that it is silent. */
    private long made;

    /** Up to which round it must, so that what others have cast can be delivered. */
    private long due;

    private boolean silenceDue;

    // What is to be delivered next.
    private long round = 1;
    private int rank;

    private Counters.Counter silences;
    private Counters.Counter malformed;

    /** What has come of one member. */
    private static final class Sender {
        /** Its casts, their rounds in front. */
        private final ArrayDeque<Packet> packets = new ArrayDeque<>(1);

        /** The last round in which it is known to have spoken, or to have been silent. */
        private long come;
    }

    /** A layer for one view. */
    public RoundRobin() {}

    @Override
    public String name() {
        return "round-robin";
    }

    @Override
    public long heldBytes() {
        long bytes = 0;
        for (Sender sender : senders) {
            bytes += bytes(sender.packets);
        }
        return bytes;
    }

    @Override
    protected void start() {
        me = context().rank();
        senders = new Sender[context().size()];
        for (int i = 0; i < senders.length; i++) {
            senders[i] = new Sender();
        }
        silences = counter("silences");
        malformed = counter("malformed");
    }

    // ---- down ----

    @Override
    public void castDown(Packet packet) {
        packet.pushLong(++made);
        packet.pushByte(DATA);
        castBelow(packet);
    }

    @Override
    public void blockDown() {
        blocked = true;
        blockBelow();
    }

    // ---- silence ----

    /** Somebody has spoken in a round: it can be delivered only when this member has had its turns before. */
    private void owe(int origin, long spoken) {
        due = Math.max(due, me < origin ? spoken : spoken - 1);
        if (made < due && !silenceDue && !blocked) {
            silenceDue = true;
            // At the end of the turn, for what is cast by then need not be silence.
            after(0, () -> {
                silenceDue = false;
                sayNothing();
            });
        }
    }

    private void sayNothing() {
        if (made >= due || blocked) {
            return;
        }
        made = due;
        silences.increment();
        Packet packet = Packet.empty(0);
        packet.pushLong(made);
        packet.pushByte(SILENT);
        castBelow(packet);
    }

    // ---- up ----

    @Override
    public void castUp(int origin, Packet packet) {
        Sender sender = senders[origin];
        int kind = packet.length() < 1 + Long.BYTES ? -1 : packet.popByte();
        if ((kind != DATA && kind != SILENT) || packet.peekLong() <= sender.come || packet.peekLong() > MAX_ROUND) {
            malformed.increment();
            return;
        }
        sender.come = packet.peekLong();
        if (kind == DATA) {
            sender.packets.add(packet);
            if (origin != me) {
                owe(origin, sender.come);
            }
        }
        deliver();
    }

    private void deliver() {
        if (draining) {
            return;
        }
        draining = true;
        while (step()) {
            advance();
        }
        draining = false;
    }

    private void advance() {
        rank++;
        if (rank == senders.length) {
            rank = 0;
            round = Math.max(round + 1, nextToSpeak());
        }
    }

    /** The first round in which anybody spoke or may speak yet. Those before pass at once, however many they are. */
    private long nextToSpeak() {
        long next = MAX_ROUND;
        for (Sender sender : senders) {
            Packet packet = sender.packets.peek();
            next = Math.min(next, packet == null ? sender.come + 1 : packet.peekLong());
        }
        return next;
    }

    /** Takes the turn that is next; false if it has not come. */
    private boolean step() {
        Sender sender = senders[rank];
        if (sender.come < round) {
            return false;
        }
        Packet packet = sender.packets.peek();
        if (packet != null && packet.peekLong() == round) {
            sender.packets.remove().popLong();
            castAbove(rank, packet);
        }
        return true;
    }

    // ---- the end of the view ----

    /** All who come along have the same casts now. Of whom nothing more has come, nothing more will. */
    @Override
    public void settledUp() {
        for (Sender sender : senders) {
            sender.come = MAX_ROUND;
        }
        for (long last = lastRound(); round <= last && step(); ) {
            advance();
        }
        settledAbove();
    }

    private long lastRound() {
        long last = 0;
        for (Sender sender : senders) {
            last = sender.packets.isEmpty()
                    ? last
                    : Math.max(last, sender.packets.getLast().peekLong());
        }
        return last;
    }
}
