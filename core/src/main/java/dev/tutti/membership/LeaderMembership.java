package dev.tutti.membership;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.ViewId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 */
public final class LeaderMembership implements Membership {
    private static final int MAX_EXTENSIONS = 3;
    /** A decision is one frame, of at most 65,507 bytes with UDP; some is left for headers and the line. */
    private static final int MAX_DECISION_BYTES = 60_000;

    private static final int SEAT_BYTES = 80;
    private static final long NOTICE_NANOS = 5_000_000_000L;
    /** How long a group that was heard of keeps a member from founding another one. */
    private static final long GROUP_MEMORY_NANOS = 60_000_000_000L;

    /** A decision that not everybody is known to have received. */
    private record Decision(Proposal proposal, Set<Endpoint> unaware, long sinceNanos) {}

    private final MembershipOptions options;
    private final Outside outside;
    private final Client client;
    private final Supplier<Heritage> state;
    private final Neighbours neighbours = new Neighbours();

    private final long firstId;
    private Endpoint self;
    private Proposal current;
    private final Set<Endpoint> suspected = new LinkedHashSet<>();
    /** Members that have promised to take part in no further view, with what they know of the line. */
    private final Map<Endpoint, Lineage> leaving = new LinkedHashMap<>();

    private Lineage lineage = Lineage.NONE;
    private final Set<Long> present = new HashSet<>();
    private boolean primary;

    private long highest;
    private ViewId promised;
    private long change;
    private boolean changing;
    private long changingSinceNanos;
    private @Nullable Proposal pending;

    /** Members of this view that wait for the end of a change which its leader, of elsewhere, will not finish. */
    private final Set<Endpoint> strayed = new HashSet<>();

    private @Nullable Round round;
    private int extensions;
    private long notBeforeNanos;
    private @Nullable Long causeSinceNanos;
    private @Nullable Decision decision;

    private @Nullable Endpoint host;
    private long hostSinceNanos;
    private @Nullable Long groupHeardNanos;

    private boolean leavingSelf;
    private boolean departing;
    private boolean out;
    private long startedNanos;
    private long nextProbeNanos;
    private long nextNoticeNanos;

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
        this.self = self;
        this.firstId = self.id();
        this.options = options;
        this.outside = outside;
        this.client = client;
        this.state = state;
        this.highest = 1;
        this.current = alone();
        this.promised = current.id();
    }

    /**
     * The view in which a member begins, alone.
     *
     * @return the first view
     */
    public Proposal first() {
        return current;
    }

    private Proposal alone() {
        ViewId id = new ViewId(highest, self.id());
        Heritage own = state.get();
        Proposal.Seat seat = new Proposal.Seat(self, change, id, own.view(), own.primaryOf(lineage.id()));
        return new Proposal(id, List.of(seat), Lineage.NONE, Set.of());
    }

    @Override
    public void start() {
        startedNanos = now();
        nextNoticeNanos = startedNanos + NOTICE_NANOS / 5;
        tick();
    }

    private long now() {
        return outside.clock().nanoTime();
    }

    // ---- time ----

    private void tick() {
        if (out) {
            return;
        }
        long now = now();
        neighbours.expire(now, options.changeTimeoutNanos());
        if (round != null) {
            repeatProposal(round, now);
        }
        if (decision != null) {
            repeatDecision(decision, now);
        }
        if (leavingSelf && !leads()) {
            outside.tell(leader(), new Control.Leave(self, lineage));
        }
        if (host != null) {
            if (now - hostSinceNanos > options.changeTimeoutNanos()) {
                host = null;
            } else if (!changing) {
                askToMerge(host);
            }
        }
        if (leads() && now - nextProbeNanos >= 0) {
            probe(now);
        }
        if (!leads() && changing && overdue()) {
            outside.tell(leader(), new Control.Reject(self, current.id(), promised));
        }
        evaluate();
        outside.timers().after(options.resendNanos(), this::tick);
    }

    private void repeatProposal(Round under, long now) {
        List<Endpoint> missing = under.missing();
        if (now - under.startedNanos() > options.changeTimeoutNanos()) {
            neighbours.dropGuests(missing);
            suspect(missing);
            if (round == under) {
                under.drop(missing);
                decideIfComplete();
            }
        } else {
            missing.forEach(member -> tell(member, new Control.Propose(self, under.id(), under.set())));
        }
    }

    private void repeatDecision(Decision made, long now) {
        if (now - made.sinceNanos() > options.changeTimeoutNanos()) {
            made.unaware().clear();
        }
        made.unaware().forEach(member -> outside.tell(member, new Control.Decide(self, made.proposal())));
        forgetDecisionIfKnown();
    }

    private void forgetDecisionIfKnown() {
        if (decision != null && decision.unaware().isEmpty()) {
            decision = null;
            if (departing) {
                goOut();
            }
        }
    }

    // ---- who leads, and what for ----

    private Endpoint leader() {
        for (Endpoint member : current.members()) {
            if (member.equals(self) || !suspected.contains(member)) {
                return member;
            }
        }
        return self;
    }

    private boolean leads() {
        return leader().equals(self);
    }

    private List<Endpoint> nextMembers() {
        LinkedHashSet<Endpoint> next = new LinkedHashSet<>(current.members());
        if (pending != null) {
            next.addAll(pending.members());
        }
        next.removeAll(suspected);
        neighbours.guestMembers().stream()
                .filter(guest -> !current.members().contains(guest))
                .forEach(next::add);
        next.removeAll(leaving.keySet());
        return List.copyOf(next);
    }

    private void evaluate() {
        if (out || departing || round != null || !leads() || now() - notBeforeNanos < 0) {
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
        if (stuck()) {
            return true;
        }
        if (host != null || (changing && pending == null)) {
            // Another leader's change is under way; whoever does not let it end makes two of one.
            return false;
        }
        if (!changing && !strayed.isEmpty()) {
            return true;
        }
        List<Endpoint> base = pending == null ? current.members() : pending.members();
        if (base.stream().anyMatch(member -> suspected.contains(member) || leaving.containsKey(member))) {
            return true;
        }
        boolean founds = lineage.id() == 0 && mayFound(next);
        boolean grows = next.size() > base.size() && (lineage.id() != 0 || founds);
        return pending == null && (grows || founds) && gathered();
    }

    /** A change was begun, but its leader will not finish it. */
    private boolean stuck() {
        boolean abandoned = pending == null
                && (promised.leader() == self.id()
                        || suspected.stream().anyMatch(member -> member.id() == promised.leader()));
        return changing && (abandoned || overdue());
    }

    /** A change takes longer than it should. Its leader waits for others that long, and must be heard first. */
    private boolean overdue() {
        long patienceNanos = options.changeTimeoutNanos() * (pending == null ? 3 : 4) / 2;
        return now() - changingSinceNanos > patienceNanos;
    }

    /** Causes to grow wait a moment for others of their kind, so that members that start together come in together. */
    private boolean gathered() {
        long now = now();
        long gatherNanos = Math.min(options.resendNanos() / 2, 25_000_000L) * (lineage.id() == 0 ? 3 : 1);
        if (causeSinceNanos == null) {
            causeSinceNanos = now;
            outside.timers().after(gatherNanos, this::evaluate);
        }
        return now - causeSinceNanos >= gatherNanos;
    }

    /** Never while somebody belongs to a line, nor after this member has: that is the group to join, however long it takes. */
    private boolean mayFound(Collection<Endpoint> members) {
        List<Address> seeds = outside.seeds();
        if (self.id() != firstId) {
            return false;
        }
        if (groupHeardNanos != null && now() - groupHeardNanos < GROUP_MEMORY_NANOS) {
            return false;
        }
        if (options.found()) {
            boolean asked = now() - startedNanos >= 4 * options.resendNanos();
            return asked || seeds.stream().allMatch(seed -> self.equals(neighbours.at(seed)));
        }
        return !seeds.isEmpty()
                && 2 * neighbours.bootstrap(seeds, members).members().size() > seeds.size();
    }

    // ---- leading a change ----

    private void propose(List<Endpoint> next) {
        highest++;
        ViewId id = new ViewId(highest, self.id());
        Round started = new Round(id, next, now());
        round = started;
        causeSinceNanos = null;
        strayed.clear();
        next.forEach(member -> tell(member, new Control.Propose(self, id, next)));
        if (next.contains(self)) {
            begin(id, next);
            started.accept(accepted());
        }
        decideIfComplete();
    }

    private void tell(Endpoint to, Control message) {
        if (!to.equals(self)) {
            outside.tell(to, message);
        }
    }

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
        leaving.forEach((member, known) -> {
            if (known.id() == basis.id()) {
                promisedToLeave.add(member.id());
            }
        });
        decide(new Proposal(complete.id(), seats, basis, promisedToLeave));
    }

    private void decide(Proposal proposal) {
        Set<Endpoint> unaware = new LinkedHashSet<>(proposal.members());
        unaware.addAll(leaving.keySet());
        unaware.removeAll(suspected);
        unaware.remove(self);
        departing = leavingSelf;
        decision = new Decision(proposal, unaware, now());
        unaware.forEach(member -> outside.tell(member, new Control.Decide(self, proposal)));
        decided(proposal);
        forgetDecisionIfKnown();
    }

    private Lineage basis(List<Control.Accept> accepts, List<Endpoint> members) {
        // Who leaves has its last say here: it may have installed what no other member has.
        List<Lineage> known = new ArrayList<>(leaving.values());
        accepts.forEach(accept -> known.add(accept.lineage()));
        Lineage line = lineage;
        for (Lineage other : known) {
            boolean stronger = line.id() == 0 || (!line.isConfirmed() && other.isConfirmed());
            line = stronger ? other : line;
        }
        if (line.id() != 0) {
            return Lineage.combine(line.id(), known);
        }
        if (!mayFound(members)) {
            return Lineage.NONE;
        }
        Quorum founders =
                options.found() ? Quorum.of(List.of(self.id())) : neighbours.bootstrap(outside.seeds(), members);
        return new Lineage(self.id(), Lineage.NONE.last(), founders, List.of());
    }

    /** Nobody stays: tells all that are leaving too, and goes. */
    private void depart() {
        highest++;
        decide(new Proposal(new ViewId(highest, self.id()), List.of(), lineage, Set.of()));
    }

    private void goOut() {
        if (!out) {
            out = true;
            client.out();
        }
    }

    // ---- taking part in a change ----

    private void begin(ViewId id, List<Endpoint> set) {
        promised = id;
        change++;
        changing = true;
        changingSinceNanos = now();
        pending = null;
        client.startChange(change, set);
    }

    private Control.Accept accepted() {
        return new Control.Accept(self, promised, change, current.id(), lineage, state.get());
    }

    private void proposed(Control.Propose proposal) {
        highest = Math.max(highest, proposal.id().number());
        if (leavingSelf) {
            tell(proposal.from(), new Control.Leave(self, lineage));
            return;
        }
        if (!proposal.set().contains(self) || suspected.contains(proposal.from())) {
            return;
        }
        int order = proposal.id().compareTo(promised);
        if (order < 0) {
            tell(proposal.from(), new Control.Reject(self, proposal.id(), promised));
        } else if (order > 0) {
            round = null;
            begin(proposal.id(), proposal.set());
            tell(proposal.from(), accepted());
        } else if (changing && pending == null) {
            tell(proposal.from(), accepted());
        }
    }

    private void accepted(Control.Accept accept) {
        highest = Math.max(highest, accept.view().number());
        if (round != null && round.id().equals(accept.id())) {
            round.accept(accept);
            decideIfComplete();
        }
    }

    /**
     * Somebody has promised itself to a higher proposal: let that one have its way, and try again if need be. A member of this view that
     * names the view itself waits for that proposal in vain.
     */
    private void rejected(Control.Reject reject) {
        highest = Math.max(highest, reject.promised().number());
        if (reject.id().equals(current.id()) && current.members().contains(reject.from())) {
            strayed.add(reject.from());
            evaluate();
        }
        if (round != null && round.id().equals(reject.id())) {
            round = null;
            long pauseNanos = options.resendNanos() + outside.random().nextLong(2 * options.resendNanos());
            notBeforeNanos = now() + pauseNanos;
            outside.timers().after(pauseNanos, this::evaluate);
        }
    }

    private void decided(Proposal proposal) {
        highest = Math.max(highest, proposal.id().number());
        Proposal.Seat seat = proposal.seat(self);
        if (seat == null) {
            passedOver(proposal);
        } else if (!leavingSelf
                && changing
                && seat.change() == change
                && pending == null
                && proposal.id().compareTo(current.id()) > 0) {
            pending = proposal;
            client.view(proposal);
        }
    }

    private void passedOver(Proposal proposal) {
        if (leavingSelf) {
            if (!departing) {
                goOut();
            }
        } else if (proposal.id().compareTo(current.id()) > 0) {
            suspect(proposal.members());
        }
    }

    @Override
    public void installed(Proposal view) {
        List<Endpoint> gone = new ArrayList<>(current.members());
        gone.removeAll(view.members());
        neighbours.remember(gone);
        neighbours.forget(view.members());
        neighbours.dropGuests(view.members());
        current = view;
        changing = false;
        pending = null;
        host = null;
        extensions = 0;
        suspected.clear();
        strayed.clear();
        leaving.keySet().retainAll(view.members());
        primary = false;
        if (mayBePrimary()) {
            lineage = view.basis().attempted(view.id(), view.ids());
        } else if (view.basis().id() != 0) {
            lineage = view.basis();
        }
        present.clear();
        present.add(self.id());
        confirm();
        evaluate();
    }

    // ---- the primary line ----

    @Override
    public void present(Endpoint member) {
        present.add(member.id());
        confirm();
    }

    private void confirm() {
        if (!primary && current.primaryWith(present)) {
            primary = true;
            lineage = current.basis().confirmed(current.id(), current.ids());
            client.primary();
        }
    }

    @Override
    public boolean mayBePrimary() {
        return current.primaryWith(new HashSet<>(current.ids()));
    }

    @Override
    public boolean belongs() {
        return lineage.id() != 0;
    }

    // ---- suspicion and leaving ----

    @Override
    public void suspect(Collection<Endpoint> members) {
        for (Endpoint member : members) {
            if (!member.equals(self) && current.members().contains(member)) {
                suspected.add(member);
            }
        }
        if (round != null) {
            round.drop(suspected);
            decideIfComplete();
        }
        evaluate();
    }

    @Override
    public void leave() {
        if (leavingSelf || out) {
            return;
        }
        leavingSelf = true;
        if (!belongs()) {
            goOut();
            return;
        }
        if (pending != null) {
            // From here on this member installs nothing more, or its promise would be worth nothing.
            begin(promised, List.of(self));
        }
        leaves(self, lineage);
        if (!leads()) {
            outside.tell(leader(), new Control.Leave(self, lineage));
        }
    }

    private void leaves(Endpoint member, Lineage known) {
        if (current.members().contains(member) || (round != null && round.set().contains(member))) {
            leaving.put(member, known);
            if (round != null) {
                round.drop(List.of(member));
                decideIfComplete();
            }
            evaluate();
        }
    }

    // ---- other parts of the group ----

    private void probe(long now) {
        boolean hurried = !belongs() || current.seats().size() == 1;
        nextProbeNanos = now + (belongs() ? options.probeNanos() : options.resendNanos());
        for (Address seed : outside.seeds()) {
            Endpoint there = neighbours.at(seed);
            if (there == null || hurried || !current.members().contains(there)) {
                outside.ask(seed, hello(null, seed.toString(), false));
            }
        }
        for (Address address : neighbours.former()) {
            outside.ask(address, hello(null, address.toString(), false));
        }
        outside.announce(hello(null, "", false));
        if (!belongs() && now - nextNoticeNanos >= 0) {
            nextNoticeNanos = now + NOTICE_NANOS;
            outside.note(waiting(now));
        }
    }

    private String waiting(long now) {
        List<Address> seeds = outside.seeds();
        List<Address> silent = neighbours.silent(seeds, now, options.changeTimeoutNanos());
        return "waiting for the group: " + (seeds.size() - silent.size()) + " of " + seeds.size() + " seeds answer"
                + (silent.isEmpty() ? "" : ", not " + silent)
                + "; it is founded by a majority of the seeds, or by a node that was told to";
    }

    private Control.Hello hello(@Nullable Endpoint to, String probe, boolean answer) {
        return new Control.Hello(
                self,
                leader(),
                current.id(),
                current.seats().size(),
                lineage.id(),
                lineage.last(),
                neighbours.seedRank(outside.seeds(), leader()),
                to != null && current.members().contains(to),
                options.spec(),
                probe,
                answer);
    }

    private void greeted(Control.Hello hello) {
        Endpoint from = hello.from();
        if (hello.answer() || from.equals(self)) {
            for (Address seed : outside.seeds()) {
                if (seed.toString().equals(hello.probe())) {
                    neighbours.answered(seed, from, now());
                }
            }
        } else {
            outside.tell(from, hello(from, wasLeftBehind() ? "" : hello.probe(), true));
        }
        if (from.equals(self) || leavingSelf) {
            return;
        }
        if (current.members().contains(from)) {
            if (!hello.knowsYou() && hello.answer() && hello.view().compareTo(current.id()) > 0) {
                suspect(List.of(from));
            }
            return;
        }
        if (hello.line() != 0) {
            groupHeardNanos = now();
        }
        suspect(predecessors(List.of(from)));
        if (!leads() || changing || round != null || hello.leader().equals(self)) {
            return;
        }
        if (!hello.spec().equals(options.spec())) {
            client.refused(
                    Refusal.INCOMPATIBLE, from + " runs another stack: " + hello.spec() + ", not " + options.spec());
        } else if (!hello.leader().equals(from)) {
            outside.tell(hello.leader(), hello(hello.leader(), "", false));
        } else if (isSenior(hello)) {
            seekHost(hello);
        } else if (from.equals(host)) {
            // It was taken for the senior before enough was known, and will never take this one in.
            host = null;
        }
    }

    /** Members of this view at the addresses of newcomers: earlier incarnations, which must be dead. */
    private List<Endpoint> predecessors(List<Endpoint> newcomers) {
        return current.members().stream()
                .filter(member -> newcomers.stream()
                        .anyMatch(newcomer -> newcomer.address().equals(member.address()) && !newcomer.equals(member)))
                .toList();
    }

    /** Whether the other leader is to take this one in, rather than the other way round. Both come to the same answer. */
    private boolean isSenior(Control.Hello other) {
        if ((other.line() != 0) != belongs()) {
            return other.line() != 0;
        }
        // Of one line, the later primary view; of two lines, the one that was ever confirmed.
        int byPrimary = other.line() == lineage.id()
                ? other.primary().compareTo(lineage.last())
                : Boolean.compare(other.primary().number() != 0, lineage.last().number() != 0);
        if (byPrimary != 0) {
            return byPrimary > 0;
        }
        int mySeedRank = neighbours.seedRank(outside.seeds(), self);
        if (!belongs() && other.seedRank() != mySeedRank) {
            return other.seedRank() < mySeedRank;
        }
        int bySize = Integer.compare(other.size(), current.seats().size());
        return (bySize != 0 && belongs()) ? bySize > 0 : other.from().id() < self.id();
    }

    private void seekHost(Control.Hello senior) {
        boolean leftBehind = belongs()
                && senior.line() == lineage.id()
                && senior.primary().compareTo(lineage.last()) > 0
                && current.seats().size() == 1;
        if (leftBehind && !senior.knowsYou()) {
            if (!senior.answer()) {
                // What it said may be old, and the group gone since, as after a long pause of this process.
                outside.tell(senior.from(), hello(senior.from(), "", false));
                return;
            }
            reincarnate();
        }
        host = senior.from();
        hostSinceNanos = now();
        askToMerge(senior.from());
    }

    /**
     * Whether this member comes back to a group that went on without it and has not been taken in yet. Such a one does not answer as a
     * seed: it has voted in that group, so whoever founds another one must not count it.
     */
    private boolean wasLeftBehind() {
        return self.id() != firstId && !belongs();
    }

    /** The group went on without this member: it comes back as a new one. */
    private void reincarnate() {
        self = new Endpoint(self.name(), outside.random().nextLong() | 1, self.address());
        highest++;
        lineage = Lineage.NONE;
        current = alone();
        promised = current.id();
        primary = false;
        present.clear();
        client.reincarnated(self, current);
    }

    private void askToMerge(Endpoint senior) {
        List<Endpoint> coming = new ArrayList<>(current.members());
        coming.removeAll(suspected);
        coming.removeAll(leaving.keySet());
        outside.tell(senior, new Control.Merge(self, current.id(), coming));
    }

    private void asked(Control.Merge merge) {
        highest = Math.max(highest, merge.view().number());
        List<Endpoint> guests = merge.members();
        if (leavingSelf || !guests.contains(merge.from()) || current.members().contains(merge.from())) {
            return;
        }
        if (!leads()) {
            outside.tell(merge.from(), hello(merge.from(), "", true));
            return;
        }
        suspect(predecessors(guests));
        if (!admit(merge)) {
            return;
        }
        boolean news = neighbours.guest(merge, now());
        if (news && round != null && extensions < MAX_EXTENSIONS && (belongs() || mayFound(nextMembers()))) {
            extensions++;
            propose(nextMembers());
        } else {
            evaluate();
        }
    }

    private boolean admit(Control.Merge merge) {
        List<Endpoint> others = new ArrayList<>(nextMembers());
        others.removeAll(merge.members());
        for (Endpoint guest : merge.members()) {
            for (Endpoint other : others) {
                if (other.name().equals(guest.name())) {
                    outside.tell(
                            merge.from(),
                            new Control.Refuse(
                                    self,
                                    Refusal.NAME_TAKEN,
                                    "the name '" + guest.name() + "' is taken by a member at " + other.address()
                                            + "; choose another one"));
                    return false;
                }
            }
        }
        if (others.size() + merge.members().size() > options.maxMembers()
                || decisionBytes(others) + decisionBytes(merge.members()) > MAX_DECISION_BYTES) {
            outside.tell(
                    merge.from(),
                    new Control.Refuse(
                            self,
                            Refusal.FULL,
                            "the group is full: it may have " + options.maxMembers()
                                    + " members (maxMembers), and a view must fit one frame"));
            return false;
        }
        return true;
    }

    /** An upper bound for what these members take in a decision, which must fit one frame. */
    private int decisionBytes(List<Endpoint> members) {
        int bytes = 0;
        for (Endpoint member : members) {
            bytes += SEAT_BYTES
                    + 4 * member.name().length()
                    + member.address().host().length()
                    + Long.BYTES * (2 + lineage.attempts().size());
        }
        return bytes;
    }

    @Override
    public void receive(Control message) {
        if (out) {
            return;
        }
        switch (message) {
            case Control.Hello hello -> greeted(hello);
            case Control.Merge merge -> asked(merge);
            case Control.Refuse refuse -> {
                host = null;
                client.refused(refuse.refusal(), refuse.text());
            }
            case Control.Propose proposal -> proposed(proposal);
            case Control.Accept accept -> accepted(accept);
            case Control.Reject reject -> rejected(reject);
            case Control.Decide decide -> {
                outside.tell(
                        decide.from(),
                        new Control.Decided(self, decide.proposal().id()));
                decided(decide.proposal());
            }
            case Control.Decided aware -> {
                if (decision != null && decision.proposal().id().equals(aware.id())) {
                    decision.unaware().remove(aware.from());
                    forgetDecisionIfKnown();
                }
            }
            case Control.Leave leave -> leaves(leave.from(), leave.lineage());
            case Control.Sync ignored -> throw new IllegalArgumentException("for the end-point, not the membership");
            case Control.AskSync ignored -> throw new IllegalArgumentException("for the end-point, not the membership");
        }
    }
}
