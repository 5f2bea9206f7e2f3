package dev.tutti.runtime;

import dev.tutti.Address;
import dev.tutti.Delivery;
import dev.tutti.Endpoint;
import dev.tutti.Message;
import dev.tutti.ViewId;
import dev.tutti.kernel.Context;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Stack;
import dev.tutti.kernel.Wire;
import dev.tutti.membership.Proposal;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One view of one member: its stack, and the translation between ranks and endpoints. */
final class ViewStack implements Stack.User, Wire {
    /** What the stack reports, in terms of endpoints. */
    interface Owner {
        void delivered(ViewStack view, int origin, Message.Kind kind, Packet packet);

        void state(ViewStack view, Endpoint from, Packet packet);

        void cut(ViewStack view, Cut cut);

        void settled(ViewStack view);

        void prompted(ViewStack view);

        void stable(ViewStack view, Delivery delivery, long number);

        void confirmed(ViewStack view);

        void acknowledged(ViewStack view);

        void room(ViewStack view, boolean casts, boolean sends);

        void outstanding(ViewStack view, long[] bytes);

        void suspected(ViewStack view, List<Endpoint> members);

        void present(ViewStack view, Endpoint member);
    }

    private final Proposal view;
    private final List<Endpoint> members;
    private final int rank;
    private final long connection;
    private final Owner owner;
    private final Link link;
    private final List<Address> others;
    private final Set<Endpoint> present = new HashSet<>();
    private final Stack stack;

    ViewStack(
            String group,
            String spec,
            Proposal view,
            Endpoint self,
            List<Layer> layers,
            Rim rim,
            Counters counters,
            Owner owner) {
        this.view = view;
        this.members = List.copyOf(view.members());
        this.rank = members.indexOf(self);
        this.connection = Connections.ofView(group, view.id(), spec);
        this.owner = owner;
        this.link = rim.link();
        this.others = members.stream()
                .filter(member -> !member.equals(self))
                .map(Endpoint::address)
                .toList();
        Context context =
                new Context(rank, members.size(), connection, this, rim.clock(), rim.timers(), rim.random(), counters);
        this.stack = Stack.compose(layers, context, this);
    }

    Proposal view() {
        return view;
    }

    ViewId id() {
        return view.id();
    }

    List<Endpoint> members() {
        return members;
    }

    int rank() {
        return rank;
    }

    long connection() {
        return connection;
    }

    Stack stack() {
        return stack;
    }

    /** Whether all of these have been heard of in this view. */
    boolean arePresent(List<Endpoint> those) {
        return present.containsAll(those);
    }

    void gone(Address address) {
        for (int i = 0; i < members.size(); i++) {
            if (i != rank && members.get(i).address().equals(address)) {
                stack.gone(i);
            }
        }
    }

    /** A member is on its way into this view, or lives at any rate. */
    void heard(Endpoint member) {
        int origin = members.indexOf(member);
        if (origin >= 0 && origin != rank) {
            stack.heard(origin);
        }
    }

    // ---- from the stack ----

    @Override
    public void castUp(int origin, Packet packet) {
        owner.delivered(this, origin, Message.Kind.CAST, packet);
    }

    @Override
    public void gbcastUp(int origin, Packet packet) {
        owner.delivered(this, origin, Message.Kind.GBCAST, packet);
    }

    @Override
    public void unorderedUp(int origin, Packet packet) {
        owner.delivered(this, origin, Message.Kind.UNORDERED, packet);
    }

    @Override
    public void sendUp(int origin, Packet packet) {
        owner.delivered(this, origin, Message.Kind.SEND, packet);
    }

    @Override
    public void stateUp(int origin, Packet packet) {
        owner.state(this, members.get(origin), packet);
    }

    @Override
    public void cutUp(Cut cut) {
        owner.cut(this, cut);
    }

    @Override
    public void settledUp() {
        owner.settled(this);
    }

    @Override
    public void promptUp() {
        owner.prompted(this);
    }

    @Override
    public void stableUp(long tag) {
        owner.stable(this, Delivery.ORDERED, tag);
    }

    @Override
    public void stableUnorderedUp(long tag) {
        owner.stable(this, Delivery.UNORDERED, -tag);
    }

    @Override
    public void confirmedUp() {
        owner.confirmed(this);
    }

    @Override
    public void acknowledgedUp() {
        owner.acknowledged(this);
    }

    @Override
    public void outstandingUp(long[] bytes) {
        owner.outstanding(this, bytes);
    }

    @Override
    public void roomUp(boolean casts, boolean sends) {
        owner.room(this, casts, sends);
    }

    @Override
    public void suspectUp(BitSet ranks) {
        owner.suspected(this, ranks.stream().mapToObj(members::get).toList());
    }

    @Override
    public void presentUp(int origin) {
        present.add(members.get(origin));
        owner.present(this, members.get(origin));
    }

    // ---- to the network ----

    @Override
    public void castFrame(Packet frame) {
        if (!others.isEmpty()) {
            link.cast(others, frame);
        }
    }

    @Override
    public void sendFrame(int to, Packet frame) {
        link.send(members.get(to).address(), frame);
    }
}
