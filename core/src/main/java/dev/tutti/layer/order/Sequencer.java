package dev.tutti.layer.order;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Up;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * One total order, made by one member: the lowest-ranked one, the sequencer, whose casts say what comes next. See
 * docs/layers/sequencer.md.
 *
 * <p>Amoeba's two methods, chosen for each pack by its size. A large pack is cast by its sender, and the sequencer casts only that it
 * comes next (BB). A small one is sent to the sequencer, which casts it (PB). At the end of the view everybody has the same casts, so
 * what the sequencer did not order is delivered by all in one order of its own.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Sequencer extends Layer
        implements Down.Cast, Down.Send, Down.Block, Up.Cast, Up.Send, Up.Stable, Up.StableCasts, Up.Settled {
    /** Rank of the sequencer. */
    private static final int FIRST = 0;

    // Casts.
    private static final int DATA = 0;
    private static final int ORDERED = 1;
    private static final int LIST = 2;

    // Sends.
    private static final int SEND = 0;
    private static final int REQUEST = 1;

    /** A list of this length does not wait for the end of the turn. */
    private static final int MAX_LIST_BYTES = 128;

    private final int bbThresholdBytes;

    private int me;
    private Sender[] senders;
    private boolean blocked;
    private boolean settling;
    private boolean draining;

    private final OwnPacks own = new OwnPacks();
    private long reportedTag;

    // What the sequencer has cast, in order, as far as it has not been obeyed.
    private long ordersCome;
    private final ArrayDeque<Packet> orders = new ArrayDeque<>();
    private @Nullable Packet list;
    private int nextOrigin;
    private int nextCount;

    // As the sequencer.
    private @Nullable Packet listing;
    private int lastListed;
    private int lastListedCount;
    private boolean flushDue;

    private Counters.Counter requests;
    private Counters.Counter lists;
    private Counters.Counter malformed;
    private Counters.Counter leftovers;

    /** What is known of one member's packs. They are numbered from 1. */
    private static final class Sender {
        /** As its sender cast them, by rising number, header in front. */
        private final ArrayDeque<Packet> cast = new ArrayDeque<>(1);

        /** The number of the last one that came, and that of the last one delivered. */
        private long castCome;

        private long delivered;

        /** One that was to be delivered is lost, so nothing after it may be. */
        private boolean torn;

        // At the sequencer: what is to be ordered, apart from what its sender cast.
        private final ArrayDeque<Packet> requests = new ArrayDeque<>(1);
        private long ordered;
    }

    /**
     * A layer for one view.
     *
     * @param bbThresholdBytes packs of at least this size are cast by their sender, smaller ones by the sequencer
     */
    public Sequencer(int bbThresholdBytes) {
        if (bbThresholdBytes < 0) {
            throw new IllegalArgumentException("the threshold is below zero");
        }
        this.bbThresholdBytes = bbThresholdBytes;
    }

    @Override
    public String name() {
        return "sequencer";
    }

    @Override
    public long heldBytes() {
        long bytes = bytes(orders) + (list == null ? 0 : list.length()) + own.heldBytes();
        for (Sender sender : senders) {
            bytes += bytes(sender.cast) + bytes(sender.requests);
        }
        return bytes;
    }

    @Override
    protected void start() {
        me = context().rank();
        senders = new Sender[context().size()];
        for (int rank = 0; rank < senders.length; rank++) {
            senders[rank] = new Sender();
        }
        requests = counter("requests");
        lists = counter("lists");
        malformed = counter("malformed");
        leftovers = counter("leftovers");
    }

    // ---- down ----

    @Override
    public void castDown(Packet packet) {
        long number = own.make(packet);
        if (me == FIRST) {
            order(FIRST, packet);
        } else if (packet.length() < bbThresholdBytes && senders.length > 2) {
            own.ask(packet);
            Packet request = packet.duplicate();
            request.pushLong(number);
            request.pushByte(REQUEST);
            requests.increment();
            sendBelow(FIRST, request);
        } else {
            castData(number, packet);
        }
    }

    private void castData(long number, Packet packet) {
        own.cast();
        packet.pushLong(number);
        packet.pushByte(DATA);
        castBelow(packet);
    }

    @Override
    public void sendDown(int to, Packet packet) {
        packet.pushByte(SEND);
        sendBelow(to, packet);
    }

    /** From here on nothing is ordered. What was sent to the sequencer and did not come back is cast, so that it is in this member's cut. */
    @Override
    public void blockDown() {
        if (!blocked) {
            flush();
            blocked = true;
            for (OwnPacks.Asked pack : own.asked()) {
                // A copy, for the send may have to be repeated.
                castData(pack.number(), pack.packet().copy());
            }
        }
        blockBelow();
    }

    // ---- up ----

    @Override
    public void castUp(int origin, Packet packet) {
        if (origin == FIRST) {
            ordersCome++;
            orders.add(packet);
        } else if (keep(senders[origin], packet)) {
            if (me == FIRST) {
                orderNext(origin);
            }
        } else {
            malformed.increment();
        }
        obey();
    }

    @Override
    public void sendUp(int origin, Packet packet) {
        int kind = packet.length() == 0 ? -1 : packet.popByte();
        if (kind == SEND) {
            sendAbove(origin, packet);
        } else if (kind != REQUEST || me != FIRST || packet.length() < Long.BYTES) {
            malformed.increment();
        } else if (!blocked) {
            senders[origin].requests.add(packet);
            orderNext(origin);
        }
    }

    /** Keeps what a member cast itself. What was on its way to the sequencer when the view ended comes late, and may be known. */
    private static boolean keep(Sender sender, Packet packet) {
        if (packet.length() <= Long.BYTES || packet.popByte() != DATA) {
            return false;
        }
        long number = packet.peekLong();
        if (number > sender.delivered) {
            ArrayDeque<Packet> later = new ArrayDeque<>(0);
            while (!sender.cast.isEmpty() && sender.cast.getLast().peekLong() > number) {
                later.addFirst(sender.cast.removeLast());
            }
            sender.cast.add(packet);
            sender.cast.addAll(later);
        }
        sender.castCome = Math.max(sender.castCome, number);
        return true;
    }

    // ---- the sequencer ----

    /** Orders what can be ordered of one member: its packs in turn, whichever way they come. */
    private void orderNext(int origin) {
        Sender sender = senders[origin];
        while (!blocked) {
            long next = sender.ordered + 1;
            Packet request = sender.requests.peek();
            if (request != null && request.peekLong() <= next) {
                sender.requests.remove();
                if (request.popLong() == next) {
                    sender.ordered = next;
                    // What is listed comes before.
                    flush();
                    order(origin, request);
                }
            } else if (sender.castCome >= next && !isAsked(sender, next)) {
                sender.ordered = next;
                list(origin);
            } else {
                return;
            }
        }
    }

    /** Whether a pack below the highest one cast was not cast: then it is on its way here by itself. */
    private static boolean isAsked(Sender sender, long number) {
        Iterator<Packet> newestFirst = sender.cast.descendingIterator();
        while (newestFirst.hasNext()) {
            long there = newestFirst.next().peekLong();
            if (there <= number) {
                return there < number;
            }
        }
        return true;
    }

    private void order(int origin, Packet packet) {
        packet.pushVarint(origin);
        packet.pushByte(ORDERED);
        castBelow(packet);
    }

    private void list(int origin) {
        if (lastListedCount > 0 && lastListed != origin) {
            endRun();
        }
        lastListed = origin;
        lastListedCount++;
        if (!flushDue) {
            flushDue = true;
            // What else comes in this turn goes into the same list.
            after(0, () -> {
                flushDue = false;
                flush();
            });
        }
    }

    private void endRun() {
        if (listing == null) {
            listing = Packet.empty(MAX_LIST_BYTES);
        }
        listing.appendVarint(lastListed);
        listing.appendVarint(lastListedCount);
        lastListedCount = 0;
        if (listing.length() >= MAX_LIST_BYTES - 10) {
            flush();
        }
    }

    private void flush() {
        if (blocked) {
            return;
        }
        if (lastListedCount > 0) {
            endRun();
        }
        Packet full = listing;
        if (full != null) {
            listing = null;
            lists.increment();
            full.pushByte(LIST);
            castBelow(full);
        }
    }

    // ---- delivery ----

    /** Delivers as far as the sequencer has said what comes next, and that is here. */
    private void obey() {
        if (draining) {
            return;
        }
        draining = true;
        boolean moved = true;
        while (moved) {
            try {
                moved = nextCount > 0 ? deliverListed() : readOrder();
            } catch (MalformedException nonsense) {
                // Below stands a loop that delivers further packets.
                malformed.increment();
                list = null;
            }
        }
        draining = false;
        if (own.isReturnedStable()) {
            // It was stable before what stands in front of it came here.
            reportStable();
        }
    }

    private boolean readOrder() {
        if (list != null && list.length() > 0) {
            nextOrigin = origin(list);
            nextCount = list.popVarint();
            return true;
        }
        list = null;
        Packet order = orders.poll();
        if (order == null) {
            return false;
        }
        switch (order.popByte()) {
            case ORDERED -> {
                int origin = origin(order);
                if (origin == me && me != FIRST) {
                    own.comesBack(order, senders[me].delivered + 1, ordersCome - orders.size());
                }
                deliver(origin, senders[origin].delivered + 1, order);
            }
            case LIST -> list = order;
            default -> throw new MalformedException("not an order");
        }
        return true;
    }

    private int origin(Packet packet) {
        int origin = packet.popVarint();
        if (origin >= senders.length) {
            throw new MalformedException("no such member");
        }
        return origin;
    }

    private boolean deliverListed() {
        Sender sender = senders[nextOrigin];
        Packet packet = sender.cast.peek();
        long next = sender.delivered + 1;
        if (packet == null || packet.peekLong() != next) {
            if (!settling) {
                return false;
            }
            // It came to the sequencer only, and is lost with it and its sender; so is what follows it.
            sender.torn = true;
            nextCount = 0;
            return true;
        }
        nextCount--;
        sender.cast.remove();
        packet.popLong();
        deliver(nextOrigin, next, packet);
        return true;
    }

    private void deliver(int origin, long number, Packet packet) {
        Sender sender = senders[origin];
        if (sender.torn) {
            return;
        }
        sender.delivered = number;
        castAbove(origin, packet);
        while (!sender.cast.isEmpty() && sender.cast.element().peekLong() <= sender.delivered) {
            // Cast again at the end of the view, and ordered all the same.
            sender.cast.remove();
        }
    }

    // ---- stability ----

    @Override
    public void stableUp(long tag) {
        own.stableTag(tag);
        reportStable();
    }

    @Override
    public void stableCastsUp(long[] stable) {
        own.stableCasts(stable[FIRST], stable[me]);
        reportStable();
    }

    private void reportStable() {
        long tag = own.collectStable();
        if (tag > reportedTag) {
            reportedTag = tag;
            stableAbove(tag);
        }
    }

    // ---- the end of the view ----

    /** All who come along have the same casts now. What was not ordered comes last, by rank. */
    @Override
    public void settledUp() {
        settling = true;
        obey();
        for (Sender sender : senders) {
            // They follow one that did not come in time; who made them has cast them since.
            sender.requests.clear();
        }
        for (int origin = 0; origin < senders.length; origin++) {
            Sender sender = senders[origin];
            for (Packet packet = sender.cast.poll(); packet != null; packet = sender.cast.poll()) {
                long number = packet.popLong();
                sender.torn |= number != sender.delivered + 1;
                leftovers.add(sender.torn ? 0 : 1);
                deliver(origin, number, packet);
            }
        }
        settledAbove();
    }
}
