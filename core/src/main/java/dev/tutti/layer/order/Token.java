package dev.tutti.layer.order;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Up;
import java.util.ArrayDeque;

/**
 * One total order, made by whoever holds the token: each cast bears its place in the order when it leaves, so the order needs no
 * message of its own where one member talks. See docs/layers/token.md.
 *
 * <p>The token goes to who wants it, or, rotating, from rank to rank. What a member could not cast before the view ended comes after all
 * that has a place. Since every cast says for itself where it belongs, no two members ever deliver two casts in different orders, not
 * even members that part.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Token extends Layer implements Down.Cast, Down.Block, Up.Cast, Up.Settled {
    private static final int DATA = 0;
    private static final int LOOSE = 1;
    private static final int WANT = 2;
    private static final int PASS = 3;

    private final boolean rotating;

    private int me;
    private Sender[] senders;
    private boolean blocked;

    // The token.
    private boolean held;
    private long next = 1;
    /** Passes in a row without a cast in between, as of the latest pass that was heard of: passes of two members may come in any order. */
    private int idlePasses;

    private long latestPass;

    private boolean castSince;
    private boolean passDue;

    /** Own packs that wait for it. */
    private final ArrayDeque<Packet> waiting = new ArrayDeque<>();

    // Delivery.
    private long delivered;
    private int hint;
    private boolean draining;

    private Counters.Counter passes;
    private Counters.Counter wants;
    private Counters.Counter malformed;
    private Counters.Counter leftovers;

    /** What is known of one member. */
    private static final class Sender {
        /** Its casts that have a place, the place in front. */
        private final ArrayDeque<Packet> placed = new ArrayDeque<>(1);

        private final ArrayDeque<Packet> loose = new ArrayDeque<>(0);

        /** How often it has asked for the token, and which of these was answered last. */
        private int wanted;

        private int granted;
    }

    /**
     * A layer for one view.
     *
     * @param rotating whether the token goes round by itself, as long as anybody casts
     */
    public Token(boolean rotating) {
        this.rotating = rotating;
    }

    @Override
    public String name() {
        return rotating ? "rotating-token" : "token";
    }

    @Override
    public long heldBytes() {
        long bytes = bytes(waiting);
        for (Sender sender : senders) {
            bytes += bytes(sender.placed) + bytes(sender.loose);
        }
        return bytes;
    }

    @Override
    protected void start() {
        me = context().rank();
        held = me == 0;
        senders = new Sender[context().size()];
        for (int rank = 0; rank < senders.length; rank++) {
            senders[rank] = new Sender();
        }
        idlePasses = senders.length;
        passes = counter("passes");
        wants = counter("wants");
        malformed = counter("malformed");
        leftovers = counter("leftovers");
    }

    // ---- down ----

    @Override
    public void castDown(Packet packet) {
        // Also while what waits is being placed: what is delivered on the way may bring credit, and with it casts.
        if (held && waiting.isEmpty()) {
            place(packet);
            passSoon();
        } else {
            waiting.add(packet);
            want();
        }
    }

    private void place(Packet packet) {
        castSince = true;
        packet.pushLong(next++);
        packet.pushByte(DATA);
        castBelow(packet);
    }

    /** Asks for the token, unless that has been done, or it comes by itself. */
    private void want() {
        Sender own = senders[me];
        boolean comesByItself = rotating && idlePasses < senders.length;
        if (!blocked && !held && !waiting.isEmpty() && own.wanted == own.granted && !comesByItself) {
            own.wanted++;
            wants.increment();
            Packet packet = Packet.empty(8);
            packet.pushVarint(own.wanted);
            packet.pushByte(WANT);
            castBelow(packet);
        }
    }

    /** Without the token they have no place: they come last. */
    @Override
    public void blockDown() {
        blocked = true;
        for (Packet packet = waiting.poll(); packet != null; packet = waiting.poll()) {
            packet.pushByte(LOOSE);
            castBelow(packet);
        }
        blockBelow();
    }

    // ---- the token ----

    /** At the end of the turn, so that what is cast together goes together. */
    private void passSoon() {
        if (held && !passDue && (successor() >= 0)) {
            passDue = true;
            after(0, () -> {
                passDue = false;
                passOn();
            });
        }
    }

    private void passOn() {
        int to = successor();
        if (!held || blocked || to < 0) {
            return;
        }
        held = false;
        idlePasses = castSince ? 0 : Math.min(idlePasses + 1, senders.length);
        passes.increment();
        Packet packet = Packet.empty(16);
        packet.pushVarint(senders[to].wanted);
        packet.pushVarint(idlePasses);
        packet.pushLong(++latestPass);
        packet.pushVarint(to);
        packet.pushLong(next);
        packet.pushByte(PASS);
        castBelow(packet);
    }

    /** Who is to have the token next; below zero if it stays. */
    private int successor() {
        int wanting = -1;
        for (int i = senders.length - 1; i > 0; i--) {
            int rank = (me + i) % senders.length;
            wanting = senders[rank].wanted > senders[rank].granted ? rank : wanting;
        }
        if (!rotating || senders.length == 1) {
            return wanting;
        }
        boolean goesOn = wanting >= 0 || castSince || idlePasses < senders.length;
        return goesOn ? (me + 1) % senders.length : -1;
    }

    private void passed(int to, long number, long pass, int idle, int granted) {
        senders[to].granted = Math.max(senders[to].granted, granted);
        if (pass > latestPass) {
            latestPass = pass;
            idlePasses = idle;
        }
        if (to != me) {
            want();
            return;
        }
        held = true;
        castSince = false;
        next = number;
        if (blocked) {
            return;
        }
        for (Packet packet = waiting.poll(); packet != null; packet = waiting.poll()) {
            place(packet);
        }
        passSoon();
    }

    // ---- up ----

    @Override
    public void castUp(int origin, Packet packet) {
        try {
            take(origin, packet);
        } catch (MalformedException nonsense) {
            // Below stands a loop that delivers further packets.
            malformed.increment();
        }
        deliver();
    }

    private void take(int origin, Packet packet) {
        switch (packet.popByte()) {
            case DATA -> {
                packet.peekLong();
                senders[origin].placed.add(packet);
            }
            case LOOSE -> senders[origin].loose.add(packet);
            case WANT -> {
                senders[origin].wanted = Math.max(senders[origin].wanted, packet.popVarint());
                passSoon();
            }
            case PASS -> {
                long number = packet.popLong();
                int to = packet.popVarint();
                if (to >= senders.length) {
                    throw new MalformedException("no such member");
                }
                passed(to, number, packet.popLong(), packet.popVarint(), packet.popVarint());
            }
            default -> throw new MalformedException("neither a cast nor about the token");
        }
    }

    private void deliver() {
        if (draining) {
            return;
        }
        draining = true;
        for (int origin = origin(); origin >= 0; origin = origin()) {
            Packet packet = senders[origin].placed.remove();
            delivered = packet.popLong();
            castAbove(origin, packet);
        }
        draining = false;
    }

    /** Whose cast is next; below zero if it has not come. */
    private int origin() {
        for (int i = 0; i < senders.length; i++) {
            int origin = (hint + i) % senders.length;
            Packet packet = senders[origin].placed.peek();
            if (packet != null && packet.peekLong() == delivered + 1) {
                hint = origin;
                return origin;
            }
        }
        return -1;
    }

    // ---- the end of the view ----

    /** All who come along have the same casts now. Places of which nobody has the cast are left out. */
    @Override
    public void settledUp() {
        for (int origin = lowest(); origin >= 0; origin = lowest()) {
            delivered = senders[origin].placed.element().peekLong() - 1;
            deliver();
        }
        for (int origin = 0; origin < senders.length; origin++) {
            ArrayDeque<Packet> loose = senders[origin].loose;
            for (Packet packet = loose.poll(); packet != null; packet = loose.poll()) {
                leftovers.increment();
                castAbove(origin, packet);
            }
        }
        settledAbove();
    }

    private int lowest() {
        int lowest = -1;
        long place = Long.MAX_VALUE;
        for (int origin = 0; origin < senders.length; origin++) {
            Packet packet = senders[origin].placed.peek();
            if (packet != null && packet.peekLong() < place) {
                lowest = origin;
                place = packet.peekLong();
            }
        }
        return lowest;
    }
}
