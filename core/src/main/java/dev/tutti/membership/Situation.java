package dev.tutti.membership;

import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.ViewId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a member knows at the moment: its view, who of it is suspected or leaves, the change it takes part in, and the line of primary
 * views. All roles that the membership plays act on this.
 */
final class Situation {
    private final Outside outside;
    private final long changeTimeoutNanos;
    private final Supplier<Heritage> state;

    private Endpoint self;
    private Proposal current;
    private final PrimaryLine line;
    private final Set<Endpoint> suspected = new LinkedHashSet<>();
    /** Members that have promised to take part in no further view, with what they know of the line. */
    private final Map<Endpoint, Lineage> leaving = new LinkedHashMap<>();

    private boolean leavingSelf;
    private boolean prompted;
    private @Nullable GroupProperties wish;
    /** The latest agreement heard of; that of the present view, unless somebody who leaves knew of a later one. */
    private Agreement latest;

    private long highest = 1;
    private ViewId promised;
    private long change;
    private boolean changing;
    private long changingSinceNanos;
    private @Nullable Proposal pending;

    /** Who has been asked to end a change that takes too long, and how often without an answer; null if nobody. */
    private @Nullable Endpoint appealedTo;

    private int appeals;

    private @Nullable Endpoint host;
    private long hostSinceNanos;

    /** Of a member that is alone. */
    Situation(Endpoint self, Outside outside, long changeTimeoutNanos, Agreement configured, Supplier<Heritage> state) {
        this.self = self;
        this.outside = outside;
        this.changeTimeoutNanos = changeTimeoutNanos;
        this.state = state;
        latest = configured;
        current = alone();
        line = new PrimaryLine(current);
        promised = current.id();
    }

    private Proposal alone() {
        ViewId id = new ViewId(highest, self.id());
        Heritage own = state.get();
        Proposal.Seat seat = new Proposal.Seat(self, change, id, own.view(), own.primaryOf(Lineage.NONE.id()));
        return new Proposal(id, List.of(seat), Lineage.NONE, latest, Set.of());
    }

    long nowNanos() {
        return outside.clock().nanoTime();
    }

    // ---- the view ----

    Endpoint self() {
        return self;
    }

    Proposal current() {
        return current;
    }

    boolean isMember(Endpoint endpoint) {
        return current.members().contains(endpoint);
    }

    PrimaryLine line() {
        return line;
    }

    boolean belongs() {
        return line.belongs();
    }

    /** The member that goes first by rank among those not suspected. */
    Endpoint leader() {
        for (Endpoint member : current.members()) {
            if (member.equals(self) || !suspected.contains(member)) {
                return member;
            }
        }
        return self;
    }

    boolean leads() {
        return leader().equals(self);
    }

    Standing standing() {
        return new Standing(self, leader(), current, line.known());
    }

    // ---- who goes ----

    void suspect(Collection<Endpoint> members) {
        for (Endpoint member : members) {
            if (!member.equals(self) && isMember(member)) {
                suspected.add(member);
            }
        }
    }

    Set<Endpoint> suspected() {
        return suspected;
    }

    /** Members of this view that are other incarnations at the addresses of these: of two, one must be dead. */
    List<Endpoint> othersAt(List<Endpoint> endpoints) {
        List<Endpoint> others = new ArrayList<>();
        for (Endpoint member : current.members()) {
            for (Endpoint endpoint : endpoints) {
                if (!endpoint.equals(member) && endpoint.address().equals(member.address())) {
                    others.add(member);
                    break;
                }
            }
        }
        return others;
    }

    void leaves(Endpoint member, Lineage known) {
        leaving.put(member, known);
    }

    Map<Endpoint, Lineage> leaving() {
        return leaving;
    }

    /** This member itself will leave. */
    void leave() {
        leavingSelf = true;
    }

    boolean isLeaving() {
        return leavingSelf;
    }

    /** The members of this view that stay, by rank. */
    List<Endpoint> staying() {
        List<Endpoint> staying = new ArrayList<>(current.members());
        staying.removeAll(suspected);
        staying.removeAll(leaving.keySet());
        return staying;
    }

    /** Whether somebody is in the next view only until a further change. */
    boolean goes(Endpoint member) {
        return suspected.contains(member) || leaving.containsKey(member);
    }

    /** The present view is to end for its own sake. */
    void prompt() {
        prompted = true;
    }

    boolean isPrompted() {
        return prompted;
    }

    /**
     * Whether all members of this view that are not suspected are known to be in it. A change for its own sake that began before would make the
     * view obsolete for those that are not, and what is cast in it would be lost to them.
     */
    boolean isSettledIn() {
        return current.members().stream().allMatch(member -> suspected.contains(member) || line.isPresent(member));
    }

    /** What this member wants its group to run; null if it is content. A change that is under way may grant it, or take it away. */
    void wish(@Nullable GroupProperties properties) {
        boolean granted = !changing && current.agreement().properties().equals(properties);
        wish = granted ? null : properties;
    }

    @Nullable GroupProperties wish() {
        return wish;
    }

    // ---- the change ----

    /** An id for a view that this member leads to, higher than any it has heard of. */
    ViewId nextId() {
        highest++;
        return new ViewId(highest, self.id());
    }

    void heardOf(Agreement agreement) {
        latest = agreement.compareTo(latest) > 0 ? agreement : latest;
    }

    Agreement latest() {
        return latest;
    }

    void heardOf(ViewId id) {
        highest = Math.max(highest, id.number());
    }

    /** The member takes part in a change, and in no earlier one any more. */
    void begin(ViewId id) {
        promised = id;
        change++;
        changing = true;
        changingSinceNanos = nowNanos();
        appealedTo = null;
        pending = null;
    }

    /** Whether a decision binds this member: it names its last change, and came before any other. */
    boolean awaits(Proposal.Seat seat, ViewId id) {
        return !leavingSelf && changing && seat.change() == change && pending == null && id.compareTo(current.id()) > 0;
    }

    void decided(Proposal next) {
        pending = next;
    }

    boolean isChanging() {
        return changing;
    }

    /** Whether it takes part in a change that is not decided as far as it knows. */
    boolean isUndecided() {
        return changing && pending == null;
    }

    long change() {
        return change;
    }

    ViewId promised() {
        return promised;
    }

    /** What was decided and is not installed yet. */
    @Nullable Proposal pending() {
        return pending;
    }

    /** What this member says when it leaves. */
    Control.Leave farewell() {
        return new Control.Leave(self, line.known(), latest);
    }

    /** What this member says when it takes part. */
    Control.Accept accept() {
        return new Control.Accept(self, promised, change, current.id(), line.known(), state.get(), latest, wish);
    }

    /** A change takes longer than it should. Its leader waits for others that long, and must be heard first. */
    boolean isOverdue() {
        long patienceNanos = changeTimeoutNanos * (pending == null ? 3 : 4) / 2;
        return nowNanos() - changingSinceNanos > patienceNanos;
    }

    /** A change was begun, but its leader will not finish it. */
    boolean isStuck() {
        boolean abandoned = pending == null
                && (promised.leader() == self.id()
                        || suspected.stream().anyMatch(member -> member.id() == promised.leader()));
        return changing && (abandoned || isOverdue());
    }

    /**
     * Notes that the leader is asked to end a change that takes too long. Counted and not timed, since a member that was held up itself has not
     * read what was answered.
     *
     * @return how often it has been asked and has not answered
     */
    int appeal() {
        Endpoint leader = leader();
        if (!leader.equals(appealedTo)) {
            appealedTo = leader;
            appeals = 0;
        }
        return ++appeals;
    }

    /** The leader is in the view that this member waits for: nothing is wrong but that this member has not got there. */
    void heardThatItIsReached(ViewId view) {
        if (pending != null && pending.id().equals(view)) {
            appeals = 0;
        }
    }

    // ---- the other leader ----

    /** The leader of another part that this one asks to take its members in. */
    @Nullable Endpoint host() {
        return host;
    }

    void seek(Endpoint leader) {
        if (!leader.equals(host)) {
            host = leader;
            hostSinceNanos = nowNanos();
        }
    }

    void seekNobody() {
        host = null;
    }

    boolean isHostSilent() {
        return nowNanos() - hostSinceNanos > changeTimeoutNanos;
    }

    /** Whether something is under way, or must come, that goes on with time. */
    boolean isBusy() {
        return changing
                || prompted
                || leavingSelf
                || host != null
                || !suspected.isEmpty()
                || !leaving.isEmpty()
                || wish != null;
    }

    // ---- the next view ----

    void installed(Proposal view) {
        current = view;
        heardOf(view.agreement());
        prompted = false;
        changing = false;
        wish(wish);
        pending = null;
        host = null;
        suspected.clear();
        leaving.keySet().retainAll(view.members());
        line.enter(view, self);
    }

    /** The group went on without this member: it comes back as a new one. */
    void reincarnate() {
        self = new Endpoint(self.name(), outside.random().nextLong() | 1, self.address());
        highest++;
        current = alone();
        prompted = false;
        promised = current.id();
        line.forget(current);
    }
}
