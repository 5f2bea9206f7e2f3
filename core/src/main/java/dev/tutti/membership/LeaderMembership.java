package dev.tutti.membership;

import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.ViewId;
import dev.tutti.kernel.Timers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The embedded membership: the lowest-ranked member that is not suspected leads the changes of its view.
 *
 * <p>A leader with a cause (a suspicion, a leave, another leader's wish to merge) proposes a set; each member that accepts starts a
 * change and says what it knows; when all have accepted, or been given up, the leader decides the view. Causes that come together end
 * in one view. Proposals are numbered, a member accepts only higher numbers than it has promised, and a decision binds only members
 * whose last change it names: so competing leaders, and leaders that die half-way, can do no harm, and the next try settles it. See
 * docs/layers/membership.md.
 *
 * <p>Leaders find each other by probing seeds and former members; the junior of two asks the senior to take its members in. A member
 * that belongs to no line of primary views yet is junior to all that do. Such members found a line once a majority of the seeds is
 * among them, or if one of them was told that it may.
 *
 * <p>What a member knows is its {@link Situation}. What it does as a leader is {@link Leading}, how leaders find each other and come
 * together {@link Merging}; this class is what every member does, and holds the roles together.
 */
public final class LeaderMembership implements Membership {
    private final MembershipOptions options;
    private final Outside outside;
    private final Client client;
    private final Neighbours neighbours = new Neighbours();
    private final Situation here;
    private final Founding founding;
    private final Leading leading;
    private final Merging merging;
    private boolean out;
    private Timers.@Nullable Timer tick;
    private long tickAtNanos;

    /**
     * A member alone, in a view of its own that belongs to no line.
     *
     * @param self its first incarnation
     * @param options numbers
     * @param outside time and messages
     * @param client its end-point
     * @param state what the application's state goes back to, at the moment
     */
    public LeaderMembership(
            Endpoint self, MembershipOptions options, Outside outside, Client client, Supplier<Heritage> state) {
        this.options = options;
        this.outside = outside;
        this.client = client;
        here = new Situation(
                self, outside, options.changeTimeoutNanos(), Agreement.configured(options.properties()), state);
        founding = new Founding(self, options, outside, neighbours);
        leading = new Leading(options, outside, here, neighbours, founding, new Led());
        merging = new Merging(options, outside, here, neighbours, founding, leading, client, this::suspect);
    }

    /** What this member's own leading does to it. */
    private final class Led implements Leading.Member {
        @Override
        public void begin(ViewId id, List<Endpoint> set) {
            LeaderMembership.this.begin(id, set);
        }

        @Override
        public void decided(Proposal proposal) {
            LeaderMembership.this.decided(proposal);
        }

        @Override
        public void suspect(Collection<Endpoint> members) {
            LeaderMembership.this.suspect(members);
        }

        @Override
        public void out() {
            goOut();
        }
    }

    /**
     * The view in which a member begins, alone.
     *
     * @return the first view
     */
    public Proposal first() {
        return here.current();
    }

    @Override
    public void start() {
        merging.started();
        tick();
    }

    private void tick() {
        tick = null;
        if (out) {
            return;
        }
        try {
            act();
        } finally {
            planTick();
        }
    }

    /** An idle member looks around now and then; one that has something to repeat does so soon. After all that may have begun something. */
    private void planTick() {
        if (out) {
            return;
        }
        long restNanos = isBusy() ? options.resendNanos() : Math.max(options.resendNanos(), options.probeNanos());
        long atNanos = here.nowNanos() + restNanos;
        if (tick != null && atNanos - tickAtNanos < 0) {
            tick.cancel();
            tick = null;
        }
        if (tick == null) {
            tickAtNanos = atNanos;
            tick = outside.timers().after(restNanos, this::tick);
        }
    }

    private boolean isBusy() {
        return !here.belongs() || here.isBusy() || leading.isBusy() || neighbours.hasGuests();
    }

    private void act() {
        neighbours.expire(here.nowNanos(), options.changeTimeoutNanos());
        leading.repeat(here.nowNanos());
        if (here.isLeaving()) {
            tellLeader(here.farewell());
        }
        merging.repeat();
        urge();
        if (here.isChanging() && here.isOverdue() && !here.leads()) {
            appeal();
        }
        leading.evaluate();
    }

    /**
     * Asks the leader to end a change that takes too long. One that neither does so nor says that it is in the next view already is no leader:
     * perhaps it waits itself, in another view, and takes this member for the one to ask.
     */
    private void appeal() {
        if (here.appeal() * options.resendNanos() > options.changeTimeoutNanos()) {
            suspect(List.of(here.leader()));
        } else {
            tellLeader(new Control.Reject(here.self(), here.current().id(), here.promised()));
        }
    }

    private void tellLeader(Control message) {
        if (!here.leads()) {
            outside.tell(here.leader(), message);
        }
    }

    private void goOut() {
        if (!out) {
            close();
            client.out();
        }
    }

    @Override
    public void close() {
        out = true;
        leading.end();
    }

    // ---- taking part in a change ----

    private void begin(ViewId id, List<Endpoint> set) {
        here.begin(id);
        planTick();
        client.startChange(here.change(), set);
    }

    private void proposed(Control.Propose proposal) {
        here.heardOf(proposal.id());
        if (here.isLeaving()) {
            answer(proposal.from(), here.farewell());
            return;
        }
        if (!proposal.set().contains(here.self()) || here.suspected().contains(proposal.from())) {
            return;
        }
        int order = proposal.id().compareTo(here.promised());
        if (order < 0) {
            answer(proposal.from(), new Control.Reject(here.self(), proposal.id(), here.promised()));
        } else if (order > 0) {
            leading.giveWay();
            begin(proposal.id(), proposal.set());
            answer(proposal.from(), here.accept());
        } else if (here.isUndecided()) {
            answer(proposal.from(), here.accept());
        }
    }

    private void answer(Endpoint leader, Control message) {
        if (!leader.equals(here.self())) {
            outside.tell(leader, message);
        }
    }

    private void decided(Proposal proposal) {
        here.heardOf(proposal.id());
        Proposal.Seat seat = proposal.seat(here.self());
        if (seat == null) {
            passedOver(proposal);
        } else if (here.isLeaving()) {
            countedOn(proposal);
        } else if (here.awaits(seat, proposal.id())) {
            here.decided(proposal);
            client.view(proposal);
        }
    }

    private void passedOver(Proposal proposal) {
        if (here.isLeaving()) {
            if (!leading.isDeparting()) {
                goOut();
            }
        } else if (proposal.id().compareTo(here.current().id()) > 0) {
            suspect(proposal.members());
        }
    }

    /** The others go on to a view of which this member has promised to be none. Who is not in it, and may have led to it, will not end that. */
    private void countedOn(Proposal proposal) {
        if (proposal.id().compareTo(here.current().id()) > 0) {
            List<Endpoint> gone = new ArrayList<>(here.current().members());
            gone.removeAll(proposal.members());
            suspect(gone);
        }
    }

    @Override
    public void installed(Proposal view) {
        List<Endpoint> gone = new ArrayList<>(here.current().members());
        gone.removeAll(view.members());
        neighbours.remember(gone);
        neighbours.forget(view.members());
        neighbours.dropGuests(view.members());
        here.installed(view);
        leading.installed();
        confirm();
        leading.evaluate();
        urge();
        planTick();
    }

    // ---- the primary line ----

    @Override
    public void present(Endpoint member) {
        here.line().present(member);
        confirm();
        if (here.isPrompted()) {
            outside.timers().after(0, leading::evaluate);
        }
    }

    private void confirm() {
        if (here.line().confirm()) {
            client.primary();
        }
    }

    /** Whether the installed view is primary, or may turn out to be. */
    boolean mayBePrimary() {
        return here.line().mayBePrimary();
    }

    /** Whether this member belongs to a line of primary views: to a group that was founded. */
    boolean belongs() {
        return here.belongs();
    }

    // ---- suspicion and leaving ----

    @Override
    public void suspect(Collection<Endpoint> members) {
        here.suspect(members);
        leading.drop(here.suspected());
        planTick();
    }

    @Override
    public void prompt() {
        if (!here.isPrompted()) {
            here.prompt();
            // Not at once: a layer says so in the middle of its work, and others may have causes too.
            outside.timers().after(0, leading::evaluate);
            planTick();
        }
    }

    @Override
    public void wish(@Nullable GroupProperties properties) {
        here.wish(properties);
        urge();
        planTick();
    }

    /** A wish is granted with the next view, so that is what its member asks for. Not from a part of the group that grants none. */
    private void urge() {
        if (here.wish() != null && !here.isChanging() && mayBePrimary()) {
            if (here.leads()) {
                prompt();
            } else {
                tellLeader(new Control.Prompt(here.self(), here.current().id()));
            }
        }
    }

    private void prompted(Control.Prompt prompt) {
        if (prompt.view().equals(here.current().id()) && here.isMember(prompt.from())) {
            prompt();
        }
    }

    @Override
    public void leave() {
        if (here.isLeaving() || out) {
            return;
        }
        here.leave();
        if (!belongs()) {
            goOut();
            return;
        }
        if (here.pending() != null) {
            // From here on this member installs nothing more, or its promise would be worth nothing.
            begin(here.promised(), List.of(here.self()));
        }
        leaves(here.self(), here.line().known());
        tellLeader(here.farewell());
        planTick();
    }

    private void leaves(Endpoint member, Lineage known) {
        if (here.isMember(member) || leading.asks(member)) {
            here.leaves(member, known);
            leading.drop(List.of(member));
        }
    }

    @Override
    public void receive(Control message) {
        if (out) {
            return;
        }
        take(message);
        planTick();
    }

    private void take(Control message) {
        switch (message) {
            case Control.Hello hello -> merging.greeted(hello);
            case Control.Merge merge -> merging.asked(merge);
            case Control.Refuse refuse -> merging.refused(refuse);
            case Control.Propose proposal -> proposed(proposal);
            case Control.Accept accept -> leading.accepted(accept);
            case Control.Reject reject -> leading.rejected(reject);
            case Control.Decide decide -> {
                outside.tell(
                        decide.from(),
                        new Control.Decided(here.self(), decide.proposal().id()));
                here.heardThatItIsReached(decide.proposal().id());
                decided(decide.proposal());
            }
            case Control.Decided aware -> leading.received(aware);
            case Control.Leave leave -> {
                here.heardOf(leave.agreement());
                leaves(leave.from(), leave.lineage());
            }
            case Control.Prompt prompt -> prompted(prompt);
            case Control.Sync ignored -> throw new IllegalArgumentException("for the end-point, not the membership");
            case Control.AskSync ignored -> throw new IllegalArgumentException("for the end-point, not the membership");
        }
    }
}
