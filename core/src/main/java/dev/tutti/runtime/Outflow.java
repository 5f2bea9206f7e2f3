package dev.tutti.runtime;

import dev.tutti.Delivery;
import dev.tutti.Endpoint;
import dev.tutti.Message;
import dev.tutti.kernel.Counters;

/**
 * Hands down what waits in a member's outbox, as far as its stack wants it: not while the view is blocked, not beyond the credit, and behind
 * a cast that ends the view nothing but others of that kind. Casts and sends go by turns. On the loop only.
 */
final class Outflow {
    /** Packs handed down in one turn at most, so that frames are taken in between. */
    private static final int PACKS_PER_TURN = 64;

    private final Outbox outbox;
    private final EndPoint endPoint;
    private final Consumption consumption;
    /** How far own ordered casts have come. */
    private final Progress ordered;

    private final Presentation presentation;
    private final Counters counters;
    /** Flow control below does not see what goes to this member itself, so this is its limit. */
    private final long ownSendsBytes;

    private boolean castRoom = true;
    private boolean sendRoom = true;
    /** A cast that ends the view is under way: but for others of the kind, what comes behind it belongs to the next one. */
    private boolean ending;

    private boolean sendsFirst;
    private boolean sendsUnderWay;

    /** Own casts up to this one are of earlier views: whatever became of them, nothing has to wait for them any more. */
    private long ofEarlierViews;
    /** Whether a send may wait for own casts to come back. */
    private boolean awaitsCasts;

    Outflow(
            Outbox outbox,
            EndPoint endPoint,
            Consumption consumption,
            Progress ordered,
            Presentation presentation,
            Counters counters,
            long ownSendsBytes) {
        this.outbox = outbox;
        this.endPoint = endPoint;
        this.consumption = consumption;
        this.ordered = ordered;
        this.presentation = presentation;
        this.counters = counters;
        this.ownSendsBytes = ownSendsBytes;
    }

    /** A view begins; nothing of it has been handed down yet. */
    void viewBegins() {
        castRoom = true;
        sendRoom = true;
        ending = false;
        sendsUnderWay = false;
        ofEarlierViews = outbox.lastOrderedGone();
    }

    /** Whether an own cast that has come back may be what a send has waited for. */
    boolean awaitsCasts() {
        return awaitsCasts;
    }

    /** For what there is credit. */
    void room(boolean casts, boolean sends) {
        castRoom = casts;
        sendRoom = sends;
    }

    /** All sends that the stack has put on the network have arrived. */
    void acknowledged() {
        // While flow control is closed, more of them are on their way down.
        sendsUnderWay &= !sendRoom;
    }

    /** Whether nothing is under way of which this member still has to hear what became of it, but for casts that are not stable. */
    boolean isIdle() {
        return !sendsUnderWay && !ending;
    }

    /**
     * Hands down what has gathered. Casts and sends take turns, also from one call to the next: neither may keep the other waiting for ever.
     *
     * @param mayCast whether the group takes casts in this view
     * @param leaving whether the member leaves: it takes all that is left for itself, and the outbox is the limit
     * @return whether more is waiting that could go down at once
     */
    boolean handDown(boolean mayCast, boolean leaving) {
        int packs = 0;
        boolean some = true;
        while (some && packs < PACKS_PER_TURN) {
            some = sendsFirst
                    ? handDownSend(leaving) || handDownCast(mayCast)
                    : handDownCast(mayCast) || handDownSend(leaving);
            packs += some ? 1 : 0;
        }
        if (!some && castRoom && sendRoom) {
            sendsFirst = false;
        }
        return some;
    }

    private boolean handDownCast(boolean allowed) {
        boolean mayCast = !endPoint.isBlocked() && castRoom && allowed;
        CastLine.Casting casting = mayCast ? outbox.pollCast(ending) : null;
        if (casting == null) {
            return false;
        }
        sendsFirst = true;
        if (casting.last()) {
            ending = true;
            endPoint.current().stack().gbcast(casting.pack());
        } else if (casting.delivery() == Delivery.UNORDERED) {
            endPoint.current().stack().unordered(casting.pack());
        } else {
            endPoint.current().stack().cast(casting.pack());
        }
        return true;
    }

    private boolean handDownSend(boolean leaving) {
        // Sends that follow casts do not overtake what waits for credit.
        boolean inOrder = endPoint.current().view().agreement().properties().causalSends();
        if (endPoint.isBlocked() || ending || !sendRoom || (inOrder && !castRoom)) {
            return false;
        }
        // Whoever consumes them wakes the loop.
        boolean ownMustWait = !leaving && consumption.unconsumedToSelf() >= ownSendsBytes;
        long cameBack = Math.max(ordered.delivered(), ofEarlierViews);
        Outbox.Sending sending =
                outbox.pollSend(new Outbox.SendsWanted(inOrder, endPoint.self(), ownMustWait, cameBack));
        awaitsCasts = inOrder && sending == null;
        if (sending == null) {
            return false;
        }
        sendsFirst = false;
        send(sending);
        return true;
    }

    private void send(Outbox.Sending sending) {
        ViewStack now = endPoint.current();
        Endpoint to = sending.to();
        int rank = now.members().indexOf(to);
        if (rank == now.rank()) {
            // Never goes through the stack, so no credit is owed for it.
            Consumption.Account account = consumption.toSelf(sending.pack().length());
            presentation.add(new Item.Batch(to, Message.Kind.SEND, sending.pack(), account));
        } else if (rank >= 0) {
            sendsUnderWay = true;
            now.stack().send(rank, sending.pack());
        } else {
            counters.counter("group.undeliverable").increment();
        }
    }
}
