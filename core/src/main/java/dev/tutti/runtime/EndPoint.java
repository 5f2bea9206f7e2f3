package dev.tutti.runtime;

import dev.tutti.Address;
import dev.tutti.Delivery;
import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.Message;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Stack;
import dev.tutti.kernel.Timers;
import dev.tutti.membership.Control;
import dev.tutti.membership.Membership;
import dev.tutti.membership.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes one member from view to view: Keidar and Khazan's virtually synchronous end-point.
 *
 * <p>When the membership starts a change, the stack blocks and tells its cut, which goes out as a sync message under the member's own id
 * of that change; nothing needs to be agreed for that, so it runs beside the membership's own round. When the membership has decided a
 * view, the end-point waits for the sync messages that the view names, lets the stack deliver up to the largest cut of those that come
 * along from the same view, and installs. A view that has been overtaken by another start of a change is never installed.
 *
 * <p>On the loop only.
 */
final class EndPoint implements Membership.Client, ViewStack.Owner {
    /** Where the end-point's results go. */
    interface Owner {
        /** New casts must wait. */
        void blocked();

        /**
         * A view was installed; the stack is ready for casts. {@link #primary} may follow at once.
         *
         * @param transitional those that came along from the same view as this member, by rank in the new view
         */
        void installed(ViewStack view, List<Endpoint> transitional);

        /**
         * What its application has still to consume of each member of a view that begins.
         *
         * @return bytes by rank
         */
        long[] unconsumed(ViewStack view);

        void primary();

        void delivered(ViewStack view, int origin, Message.Kind kind, Packet packet);

        void state(Endpoint from, Packet packet);

        void stable(Delivery delivery, long number);

        /** All who came along to the present view are known to have installed it: they have what was delivered before. */
        void together();

        /** What had been delivered when that was asked, {@link Stack#confirm}, all members of the present view hold. */
        void confirmed();

        void acknowledged();

        void room(boolean casts, boolean sends);

        void reincarnated(ViewStack view);

        void refused(Membership.Refusal refusal, String text);

        void out();
    }

    private final String group;
    private final Recipe recipe;
    private final Rim rim;
    private final Router router;
    private final Counters counters;
    private final Owner owner;
    private final Syncs syncs = new Syncs();
    private final Outstanding outstanding = new Outstanding();
    private final long resendNanos;
    private final long heartbeatNanos;

    @SuppressWarnings("NullAway.Init") // start() comes before everything else
    private Membership membership;

    private Endpoint self;

    @SuppressWarnings("NullAway.Init")
    private ViewStack current;

    private @Nullable ViewStack retired;
    /** Those that may still need something from the retired stack. */
    private List<Endpoint> companions = List.of();

    private long change;
    private List<Endpoint> changeSet = List.of();
    private boolean blocked;
    private @Nullable Proposal pending;
    private boolean agreed;
    /** Who comes along from the same view, as of the sync messages agreed upon: those may be forgotten by the time of the view. */
    private List<Endpoint> along = List.of();

    private Timers.@Nullable Timer asking;

    EndPoint(
            String group,
            Endpoint self,
            Recipe recipe,
            Rim rim,
            Router router,
            Counters counters,
            long resendNanos,
            long heartbeatNanos,
            Owner owner) {
        this.group = group;
        this.self = self;
        this.recipe = recipe;
        this.rim = rim;
        this.router = router;
        this.counters = counters;
        this.resendNanos = resendNanos;
        this.heartbeatNanos = heartbeatNanos;
        this.owner = owner;
    }

    /** Begins in the membership's first view, in which this member is alone. */
    void start(Membership with, Proposal first) {
        membership = with;
        current = compose(first);
        membership.start();
    }

    Endpoint self() {
        return self;
    }

    ViewStack current() {
        return current;
    }

    /** Whether all who came along to the present view are known to have installed it. */
    boolean isTogether() {
        return retired == null;
    }

    boolean isBlocked() {
        return blocked;
    }

    private ViewStack compose(Proposal view) {
        GroupProperties properties = view.agreement().properties();
        ViewStack stack = new ViewStack(
                group, recipe.spec(properties), view, self, recipe.layers(properties), rim, counters, this);
        router.add(stack);
        return stack;
    }

    private void discard(ViewStack stack) {
        router.remove(stack);
        stack.stack().close();
    }

    void gone(Address address) {
        current.gone(address);
    }

    void close() {
        membership.close();
        pending = null;
        discardStacks();
    }

    private void discardStacks() {
        discard(current);
        if (retired != null) {
            discard(retired);
            retired = null;
        }
    }

    /** All nodes with which this member has business. */
    Set<Address> peers() {
        Set<Address> peers = new LinkedHashSet<>();
        current.members().forEach(member -> peers.add(member.address()));
        companions.forEach(member -> peers.add(member.address()));
        peers.remove(self.address());
        return peers;
    }

    /** What the layers of the present view keep, by name of the layer, and those of the view before together. */
    Map<String, Long> heldBytes() {
        Map<String, Long> held = current.stack().heldBytes();
        if (retired != null) {
            long bytes = 0;
            for (long each : retired.stack().heldBytes().values()) {
                bytes += each;
            }
            held.put("retired", bytes);
        }
        return held;
    }

    // ---- the membership starts a change ----

    @Override
    public void startChange(long id, List<Endpoint> set) {
        change = id;
        changeSet = set;
        pending = null;
        agreed = false;
        stopAsking();
        if (!blocked) {
            blocked = true;
            owner.blocked();
        }
        current.stack().block();
    }

    @Override
    public void cut(ViewStack view, Cut cut) {
        if (view != current) {
            return;
        }
        Control.Sync full = new Control.Sync(self, change, view.id(), cut);
        syncs.own(full, view.members());
        syncs.add(full);
        tellSync(changeSet);
        agreeIfPossible();
    }

    private void tellSync(List<Endpoint> to) {
        for (Endpoint member : to) {
            if (!member.equals(self)) {
                router.tell(member, syncs.ownFor(member, change));
            }
        }
    }

    // ---- the membership decides a view ----

    @Override
    public void view(Proposal proposal) {
        pending = proposal;
        agreeIfPossible();
        if (pending != null) {
            sayThatItComes(proposal);
        }
    }

    /**
     * Those that are in the next view already hear nothing of this member there as long as it gathers what it is owed, which may take its
     * time. The sync message, repeated, tells them that it lives.
     */
    private void sayThatItComes(Proposal next) {
        rim.timers().after(heartbeatNanos, () -> {
            if (next.equals(pending)) {
                tellSync(next.members());
                sayThatItComes(next);
            }
        });
    }

    private void agreeIfPossible() {
        Proposal next = pending;
        if (next == null || agreed) {
            return;
        }
        List<Endpoint> members = current.members();
        Cut[] cuts = new Cut[members.size()];
        List<Endpoint> coming = new ArrayList<>();
        List<Endpoint> silent = new ArrayList<>();
        for (int rank = 0; rank < members.size(); rank++) {
            Proposal.Seat seat = next.seat(members.get(rank));
            if (seat == null) {
                continue;
            }
            Control.Sync sync = syncs.find(seat.endpoint(), seat.change());
            if (sync == null) {
                silent.add(seat.endpoint());
            } else if (sync.view().equals(current.id())) {
                Cut cut = sync.cut();
                if (cut == null || cut.held().length != members.size()) {
                    silent.add(seat.endpoint());
                } else {
                    cuts[rank] = cut;
                    coming.add(seat.endpoint());
                }
            }
        }
        if (silent.isEmpty()) {
            agreed = true;
            along = coming;
            stopAsking();
            current.stack().agree(cuts);
        } else if (asking == null) {
            asking = rim.timers().after(resendNanos, () -> askAgain(next));
        }
    }

    /** A sync message that the view names has not come: its sender still has it. */
    private void askAgain(Proposal next) {
        asking = null;
        if (!next.equals(pending) || agreed) {
            return;
        }
        for (Endpoint member : current.members()) {
            Proposal.Seat seat = next.seat(member);
            if (seat != null && !member.equals(self) && syncs.find(member, seat.change()) == null) {
                router.tell(member, new Control.AskSync(self, seat.change()));
            }
        }
        agreeIfPossible();
    }

    private void stopAsking() {
        if (asking != null) {
            asking.cancel();
            asking = null;
        }
    }

    /** Takes a message from another process: sync messages for itself, all else for the membership. */
    void receive(Control message) {
        switch (message) {
            case Control.Sync sync -> {
                boolean expected = current.members().contains(sync.from())
                        || (pending != null && pending.seat(sync.from()) != null);
                if (expected) {
                    current.heard(sync.from());
                    syncs.add(sync);
                    agreeIfPossible();
                }
            }
            case Control.AskSync ask -> {
                Control.Sync own = syncs.ownFor(ask.from(), ask.change());
                if (own != null) {
                    router.tell(ask.from(), own);
                }
            }
            default -> membership.receive(message);
        }
    }

    // ---- the view ends ----

    @Override
    public void settled(ViewStack view) {
        Proposal next = pending;
        if (view != current || next == null || !agreed) {
            return;
        }
        ViewStack old = current;
        List<Endpoint> after = next.members();
        List<Endpoint> transitional = after.stream().filter(along::contains).toList();
        old.stack().retire();
        pending = null;
        agreed = false;
        blocked = false;
        current = compose(next);
        syncs.keepOnly(after);
        owner.installed(current, transitional);
        carry();
        retire(old, transitional);
        membership.installed(next);
        router.peersChanged();
    }

    /** Flow control goes on with what the applications have still to consume. */
    private void carry() {
        current.stack().carry(owner.unconsumed(current), outstanding.of(current.members()));
    }

    /** Keeps the old stack until everybody who came along is known to be in the new view: until then they may need repairs. */
    private void retire(ViewStack old, List<Endpoint> transitional) {
        if (retired != null) {
            discard(retired);
        }
        retired = old;
        companions =
                transitional.stream().filter(member -> !member.equals(self)).toList();
        dropRetiredIfDone();
    }

    private void dropRetiredIfDone() {
        if (retired != null && (companions.isEmpty() || current.arePresent(companions))) {
            discard(retired);
            retired = null;
            companions = List.of();
            owner.together();
        }
    }

    // ---- from the present stack ----

    @Override
    public void present(ViewStack view, Endpoint member) {
        if (view == current) {
            membership.present(member);
            dropRetiredIfDone();
        }
    }

    @Override
    public void prompted(ViewStack view) {
        if (view == current) {
            membership.prompt();
        }
    }

    @Override
    public void suspected(ViewStack view, List<Endpoint> members) {
        if (view == current) {
            membership.suspect(members);
        }
    }

    @Override
    public void delivered(ViewStack view, int origin, Message.Kind kind, Packet packet) {
        if (view == current) {
            owner.delivered(view, origin, kind, packet);
        }
    }

    @Override
    public void state(ViewStack view, Endpoint from, Packet packet) {
        if (view == current) {
            owner.state(from, packet);
        }
    }

    @Override
    public void stable(ViewStack view, Delivery delivery, long number) {
        owner.stable(delivery, number);
    }

    @Override
    public void confirmed(ViewStack view) {
        if (view == current) {
            owner.confirmed();
        }
    }

    @Override
    public void acknowledged(ViewStack view) {
        if (view == current) {
            owner.acknowledged();
        }
    }

    @Override
    public void room(ViewStack view, boolean casts, boolean sends) {
        if (view == current) {
            owner.room(casts, sends);
        }
    }

    @Override
    public void outstanding(ViewStack view, long[] bytes) {
        outstanding.note(view.members(), bytes);
    }

    // ---- the rest of the membership's port ----

    @Override
    public void primary() {
        owner.primary();
    }

    @Override
    public void reincarnated(Endpoint incarnation, Proposal view) {
        if (!blocked) {
            // What was handed down and waits for credit is delivered, to this member alone. It would be lost with the
            // stack.
            changeSet = List.of();
            current.stack().block();
        }
        blocked = false;
        current.stack().retire();
        self = incarnation;
        pending = null;
        agreed = false;
        discardStacks();
        companions = List.of();
        syncs.keepOnly(List.of());
        current = compose(view);
        owner.reincarnated(current);
        carry();
        router.peersChanged();
    }

    @Override
    public void refused(Membership.Refusal refusal, String text) {
        owner.refused(refusal, text);
    }

    @Override
    public void out() {
        owner.out();
    }
}
