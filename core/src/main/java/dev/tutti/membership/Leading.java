package dev.tutti.membership;

import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.ViewId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the leader of a view does: it finds causes for a change, proposes it, collects acceptances, and decides. Any member may come to
 * lead; whoever does not, does nothing here.
 */
final class Leading {
    /** What becomes of it in the member that leads. */
    interface Member {
        /** It takes part in its own change. */
        void begin(ViewId id, List<Endpoint> set);

        /** It hears its own decision. */
        void decided(Proposal proposal);

        /** Members of its view did not answer. */
        void suspect(Collection<Endpoint> members);

        /** It has led the change in which it leaves itself to the end. */
        void out();
    }

    /** How often a change that is under way may begin anew to take more newcomers in. */
    private static final int MAX_EXTENSIONS = 3;

    /**
     * How often a member that leaves is told again that it may go: it has gone, perhaps, and what it answered was
     * lost. That all these are lost is one chance in 100,000 where one frame of ten is.
     */
    private static final int MAX_FAREWELLS = 4;

    private static final long MAX_GATHER_NANOS = 25_000_000L;

    private final MembershipOptions options;
    private final Outside outside;
    private final Situation here;
    private final Neighbours neighbours;
    private final Founding founding;
    private final Member member;

    private @Nullable Round round;
    private int extensions;
    private long notBeforeNanos;
    private @Nullable Long causeSinceNanos;
    private @Nullable Announcement decision;
    /** Members that leave, and the first decision without them. One that knows of it is gone, and answers no more. */
    private final Map<Endpoint, ViewId> dismissed = new HashMap<>();
    /** Those of them that do not know. */
    private final Set<Endpoint> undismissed = new LinkedHashSet<>();

    /** The last decision was to go on without this member. */
    private boolean departing;

    private boolean over;

    /** Members of this view that wait for the end of a change which its leader, of elsewhere, will not finish. */
    private final Set<Endpoint> strayed = new HashSet<>();

    Leading(
            MembershipOptions options,
            Outside outside,
            Situation here,
            Neighbours neighbours,
            Founding founding,
            Member member) {
        this.options = options;
        this.outside = outside;
        this.here = here;
        this.neighbours = neighbours;
        this.founding = founding;
        this.member = member;
        notBeforeNanos = here.nowNanos();
    }

    /** Repeats what was not answered. */
    void repeat(long now) {
        if (round != null) {
            repeatProposal(round, now);
        }
        Announcement made = decision;
        if (made != null) {
            Control.Decide message = new Control.Decide(here.self(), made.proposal());
            made.repeat(now, options.changeTimeoutNanos(), unaware -> outside.tell(unaware, message));
            if (made.repeats() >= MAX_FAREWELLS) {
                made.forget(undismissed);
            }
            forgetDecisionIfKnown();
        }
    }

    private void repeatProposal(Round under, long now) {
        List<Endpoint> missing = under.missing();
        if (now - under.startedNanos() > options.changeTimeoutNanos()) {
            neighbours.dropGuests(missing);
            member.suspect(missing);
            if (round == under) {
                under.drop(missing);
                decideIfComplete();
            }
        } else {
            missing.forEach(each -> tell(each, new Control.Propose(here.self(), under.id(), under.set())));
        }
    }

    private void forgetDecisionIfKnown() {
        if (decision != null && decision.isOver()) {
            decision = null;
            undismissed.clear();
            if (departing) {
                member.out();
            }
        }
    }

    /** Whether something is under way here that goes on with time. */
    boolean isBusy() {
        return round != null || decision != null || !strayed.isEmpty();
    }

    boolean hasRound() {
        return round != null;
    }

    boolean isDeparting() {
        return departing;
    }

    /** The member is out: nothing more is begun. */
    void end() {
        over = true;
        round = null;
        decision = null;
    }

    // ---- what for ----

    /** Who would be in a view that is proposed now. */
    List<Endpoint> nextMembers() {
        Proposal pending = here.pending();
        if (pending == null && here.suspected().isEmpty() && here.leaving().isEmpty() && !neighbours.hasGuests()) {
            return here.current().members();
        }
        LinkedHashSet<Endpoint> next = new LinkedHashSet<>(here.current().members());
        if (pending != null) {
            next.addAll(pending.members());
        }
        next.removeAll(here.suspected());
        neighbours.guestMembers().stream()
                .filter(guest -> !here.isMember(guest))
                .forEach(next::add);
        next.removeAll(here.leaving().keySet());
        return List.copyOf(next);
    }

    /** Proposes a change if there is a cause for one, and this member leads. */
    void evaluate() {
        if (over || departing || round != null || !here.leads() || here.nowNanos() - notBeforeNanos < 0) {
            return;
        }
        List<Endpoint> next = nextMembers();
        if (next.isEmpty()) {
            depart();
        } else if (due(next)) {
            propose(next);
        }
    }

    private boolean due(List<Endpoint> next) {
        if (here.isStuck()) {
            return true;
        }
        if (here.host() != null || here.isUndecided()) {
            // Another leader's change is under way; whoever does not let it end makes two of one.
            return false;
        }
        if (!here.isChanging() && (!strayed.isEmpty() || (here.isPrompted() && here.isSettledIn()))) {
            return true;
        }
        Proposal pending = here.pending();
        List<Endpoint> base = (pending == null ? here.current() : pending).members();
        if (base.stream().anyMatch(here::goes)) {
            return true;
        }
        boolean founds = !here.belongs() && founding.may(here.self(), next);
        boolean grows = next.size() > base.size() && (here.belongs() || founds);
        return pending == null && (grows || founds) && gathered();
    }

    /** Causes to grow wait a moment for others of their kind, so that members that start together come in together. */
    private boolean gathered() {
        long now = here.nowNanos();
        long gatherNanos = Math.min(options.resendNanos() / 2, MAX_GATHER_NANOS) * (here.belongs() ? 1 : 3);
        if (causeSinceNanos == null) {
            causeSinceNanos = now;
            outside.timers().after(gatherNanos, this::evaluate);
        }
        return now - causeSinceNanos >= gatherNanos;
    }

    // ---- the round ----

    private void propose(List<Endpoint> next) {
        ViewId id = here.nextId();
        Round started = new Round(id, next, here.nowNanos());
        round = started;
        causeSinceNanos = null;
        strayed.clear();
        next.forEach(each -> tell(each, new Control.Propose(here.self(), id, next)));
        if (next.contains(here.self())) {
            member.begin(id, next);
            started.accept(here.accept());
        }
        decideIfComplete();
    }

    private void tell(Endpoint to, Control message) {
        if (!to.equals(here.self())) {
            outside.tell(to, message);
        }
    }

    /** Guests have come that are not in the round under way: within limits it begins anew with them. */
    void extend(boolean news) {
        if (news
                && round != null
                && extensions < MAX_EXTENSIONS
                && (here.belongs() || founding.may(here.self(), nextMembers()))) {
            extensions++;
            propose(nextMembers());
        } else {
            evaluate();
        }
    }

    /** This member takes part in somebody else's change. */
    void giveWay() {
        round = null;
    }

    void accepted(Control.Accept accept) {
        here.heardOf(accept.view());
        if (round != null && round.id().equals(accept.id())) {
            round.accept(accept);
            decideIfComplete();
        }
    }

    /**
     * Somebody has promised itself to a higher proposal: let that one have its way, and try again if need be. A member of this view that
     * names the view itself waits for that proposal in vain. One that promised itself to this view is on its way here, and told that all is well.
     */
    void rejected(Control.Reject reject) {
        here.heardOf(reject.promised());
        if (reject.promised().equals(here.current().id()) && here.isMember(reject.from())) {
            tell(reject.from(), new Control.Decide(here.self(), here.current()));
        }
        if (reject.id().equals(here.current().id()) && here.isMember(reject.from())) {
            strayed.add(reject.from());
            evaluate();
        }
        if (round != null && round.id().equals(reject.id())) {
            round = null;
            long pauseNanos = options.resendNanos() + outside.random().nextLong(2 * options.resendNanos());
            notBeforeNanos = here.nowNanos() + pauseNanos;
            outside.timers().after(pauseNanos, this::evaluate);
        }
    }

    /** Some are not to be waited for any more. */
    void drop(Collection<Endpoint> gone) {
        if (round != null) {
            round.drop(gone);
            decideIfComplete();
        }
        evaluate();
    }

    /** Whether somebody has been asked to take part in the round under way. */
    boolean asks(Endpoint endpoint) {
        return round != null && round.set().contains(endpoint);
    }

    // ---- the decision ----

    private void decideIfComplete() {
        Round complete = round;
        if (complete == null || !complete.missing().isEmpty()) {
            return;
        }
        round = null;
        List<Control.Accept> accepts = complete.accepts();
        if (accepts.isEmpty()) {
            evaluate();
            return;
        }
        Lineage basis = basis(accepts, complete.set());
        List<Proposal.Seat> seats = accepts.stream()
                .map(a -> new Proposal.Seat(
                        a.from(),
                        a.change(),
                        a.view(),
                        a.state().view(),
                        a.state().primaryOf(basis.id())))
                .toList();
        Set<Long> promisedToLeave = new HashSet<>();
        here.leaving().forEach((leaver, known) -> {
            if (known.id() == basis.id()) {
                promisedToLeave.add(leaver.id());
            }
        });
        decide(agreed(new Proposal(complete.id(), seats, basis, latest(accepts), promisedToLeave), accepts));
    }

    private Agreement latest(List<Control.Accept> accepts) {
        accepts.forEach(accept -> here.heardOf(accept.agreement()));
        return here.latest();
    }

    /**
     * Grants the first wish there is, if the view may be primary: other parts have no say in what the group runs. None as long as somebody has not
     * seen its own one granted, or it would be granted again.
     */
    private static Proposal agreed(Proposal proposal, List<Control.Accept> accepts) {
        GroupProperties latest = proposal.agreement().properties();
        if (!proposal.mayBePrimary() || accepts.stream().anyMatch(accept -> latest.equals(accept.wish()))) {
            return proposal;
        }
        for (Control.Accept accept : accepts) {
            GroupProperties wish = accept.wish();
            if (wish != null) {
                return proposal.with(proposal.agreement().next(accept.from().id(), wish));
            }
        }
        return proposal;
    }

    private Lineage basis(List<Control.Accept> accepts, List<Endpoint> members) {
        // Who leaves has its last say here: it may have installed what no other member has.
        List<Lineage> known = new ArrayList<>(here.leaving().values());
        accepts.forEach(accept -> known.add(accept.lineage()));
        Lineage basis = here.line().with(known);
        return basis.id() == 0 && founding.may(here.self(), members) ? founding.line(here.self(), members) : basis;
    }

    /** Nobody stays: tells all that are leaving too, and goes. */
    private void depart() {
        decide(new Proposal(here.nextId(), List.of(), here.line().known(), here.latest(), Set.of()));
    }

    private void decide(Proposal proposal) {
        for (Endpoint leaver : here.leaving().keySet()) {
            if (dismissed.putIfAbsent(leaver, proposal.id()) == null) {
                undismissed.add(leaver);
            }
        }
        Set<Endpoint> unaware = new LinkedHashSet<>(proposal.members());
        unaware.addAll(undismissed);
        unaware.removeAll(here.suspected());
        unaware.remove(here.self());
        departing = here.isLeaving();
        decision = new Announcement(proposal, unaware, here.nowNanos());
        unaware.forEach(each -> outside.tell(each, new Control.Decide(here.self(), proposal)));
        member.decided(proposal);
        forgetDecisionIfKnown();
    }

    void received(Control.Decided aware) {
        ViewId without = dismissed.get(aware.from());
        boolean gone = without != null && aware.id().compareTo(without) >= 0;
        if (gone) {
            undismissed.remove(aware.from());
        }
        if (decision != null) {
            if (gone) {
                decision.forget(List.of(aware.from()));
            }
            decision.received(aware.id(), aware.from());
            forgetDecisionIfKnown();
        }
    }

    /** The change is over. */
    void installed() {
        // Who is not in the view and knows it is done with.
        dismissed.keySet().retainAll(undismissed);
        extensions = 0;
        strayed.clear();
    }
}
