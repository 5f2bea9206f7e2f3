package dev.tutti.membership;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.ViewId;
import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One process of a {@link MembershipRig}: stands in for the end-point, and checks at every callback what the port promises. */
final class RigMember implements Membership.Client, Outside {
    private final MembershipRig rig;
    private final LeaderMembership membership;
    private final List<Proposal> views = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private Endpoint self;
    private Proposal current;
    private boolean stopped;
    private int wakeUps;
    private boolean isOut;

    private long lastChange;
    private List<Endpoint> lastSet = List.of();
    private boolean changing;
    private @Nullable Proposal pending;
    private boolean primary;
    private int incarnations = 1;

    private final Map<Endpoint, Long> heardNanos = new HashMap<>();
    private final Set<Endpoint> seen = new HashSet<>();

    /** The view that was left last. */
    private @Nullable Proposal before;

    /** Installs only when told, see {@link #install()}. */
    boolean installsByHand;

    RigMember(MembershipRig rig, Endpoint self, MembershipOptions options) {
        this.rig = rig;
        this.self = self;
        this.membership = new LeaderMembership(self, options, this, this, () -> Heritage.NONE);
        this.current = membership.first();
    }

    void begin() {
        membership.start();
        beat();
    }

    void stop() {
        stopped = true;
    }

    Endpoint self() {
        return self;
    }

    Proposal current() {
        return current;
    }

    LeaderMembership membership() {
        return membership;
    }

    boolean isPrimary() {
        return primary;
    }

    boolean isOut() {
        return isOut;
    }

    boolean isChanging() {
        return changing;
    }

    @Nullable Proposal pending() {
        return pending;
    }

    int incarnations() {
        return incarnations;
    }

    /** All views that were installed, without the first one in which each incarnation is alone. */
    List<Proposal> views() {
        return views;
    }

    List<String> refusals() {
        return refusals;
    }

    List<String> notices() {
        return notices;
    }

    void leave() {
        rig.note(this + " wants to leave");
        membership.leave();
    }

    /** Suspects members of its view, rightly or wrongly. */
    void suspect(RigMember... members) {
        suspect(List.of(members).stream().map(RigMember::self).toList());
    }

    private void suspect(List<Endpoint> members) {
        rig.note(this + " suspects " + members);
        membership.suspect(members);
    }

    @Override
    public String toString() {
        return self.name() + (incarnations > 1 ? "'" + incarnations : "");
    }

    // ---- frames ----

    void frame(byte[] bytes) {
        if (stopped) {
            return;
        }
        Packet body = Packet.wrap(bytes, 0, bytes.length);
        long receiver = ControlCodec.receiver(body);
        if (receiver == 0 || receiver == self.id()) {
            membership.receive(ControlCodec.decode(body));
        }
    }

    private void beat() {
        if (stopped) {
            return;
        }
        ViewId view = current.id();
        Endpoint from = self;
        for (Endpoint member : current.members()) {
            if (!member.equals(self)) {
                rig.beat(this, member, there -> there.heard(from, view));
            }
        }
        // As an end-point does: its retired stack beats for those that are not here yet, and whoever comes says so.
        Proposal left = before;
        if (left != null) {
            left.members().stream()
                    .filter(member ->
                            !member.equals(self) && current.members().contains(member) && !seen.contains(member))
                    .forEach(member -> rig.beat(this, member, there -> there.heard(from, left.id())));
        }
        Proposal next = pending;
        if (next != null) {
            next.members().stream()
                    .filter(member -> !member.equals(self))
                    .forEach(member -> rig.beat(this, member, there -> there.comes(from, next.id())));
        }
        long now = rig.time.nanoTime();
        List<Endpoint> silent = current.members().stream()
                .filter(member -> !member.equals(self))
                .filter(member -> now - heardNanos.getOrDefault(member, now) > MembershipRig.SILENCE_NANOS)
                .toList();
        if (!silent.isEmpty()) {
            suspect(silent);
        }
        rig.time.after(MembershipRig.HEARTBEAT_NANOS, this::beat);
    }

    private void comes(Endpoint from, ViewId view) {
        if (!stopped && current.id().equals(view)) {
            heardNanos.put(from, rig.time.nanoTime());
        }
    }

    private void heard(Endpoint from, ViewId view) {
        if (!stopped && current.id().equals(view) && current.members().contains(from)) {
            heardNanos.put(from, rig.time.nanoTime());
            if (seen.add(from)) {
                membership.present(from);
            }
        }
    }

    // ---- the port ----

    @Override
    public void startChange(long change, List<Endpoint> set) {
        rig.note(this + " starts change " + change + " " + set);
        check(!isOut, "no change after it is out");
        check(change > lastChange, "ids of changes rise");
        check(set.contains(self), "a member is in the set of its own change");
        lastChange = change;
        lastSet = set;
        changing = true;
        pending = null;
    }

    @Override
    public void view(Proposal proposal) {
        rig.note(this + " is told " + proposal.id() + " " + proposal.members() + " leaving " + proposal.leaving());
        rig.decided(proposal);
        check(!isOut, "no view after it is out");
        check(changing, "a change was started before the view");
        Proposal.Seat seat = proposal.seat(self);
        check(seat != null && seat.change() == lastChange, "the view names the last change");
        check(seat != null && seat.from().equals(current.id()), "the view names where the member comes from");
        check(proposal.id().compareTo(current.id()) > 0, "ids of views rise");
        check(lastSet.containsAll(proposal.members()), "nobody who was not announced");
        check(pending == null, "one view for each change");
        pending = proposal;
        if (current.seats().size() == 1) {
            install(); // Alone, an end-point has nobody to wait for.
        } else if (!installsByHand) {
            long delayNanos = rig.random.nextLong(rig.maxInstallNanos);
            rig.time.after(delayNanos, () -> {
                if (proposal.equals(pending)) {
                    install();
                }
            });
        }
    }

    /** Installs the view that it has been told. */
    void install() {
        Proposal next = pending;
        if (stopped || next == null) {
            return;
        }
        pending = null;
        changing = false;
        primary = false;
        before = current;
        current = next;
        views.add(next);
        heardNanos.clear();
        seen.clear();
        next.members().forEach(member -> heardNanos.put(member, rig.time.nanoTime()));
        rig.note(this + " installs " + next.id() + " " + next.members());
        rig.installed(this, next);
        membership.installed(next);
    }

    @Override
    public void primary() {
        check(!primary, "told once");
        check(current.mayBePrimary(), "the view can be primary");
        primary = true;
        rig.note(this + " is primary in " + current.id());
        rig.primary(this);
    }

    @Override
    public void out() {
        check(!isOut, "out once");
        rig.note(this + " is out");
        isOut = true;
        stopped = true;
        rig.over(this);
    }

    @Override
    public void refused(Membership.Refusal refusal, String text) {
        refusals.add(refusal + ": " + text);
    }

    @Override
    public void reincarnated(Endpoint now, Proposal view) {
        rig.note(this + " comes back as " + Long.toHexString(now.id()));
        check(now.address().equals(self.address()) && now.name().equals(self.name()), "the same process");
        check(!now.equals(self), "a new endpoint");
        check(view.members().equals(List.of(now)), "alone at first");
        check(view.id().compareTo(current.id()) > 0, "ids of views rise");
        incarnations++;
        self = now;
        current = view;
        changing = false;
        pending = null;
        primary = false;
        heardNanos.clear();
        seen.clear();
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(this + ": " + what + "\n" + rig.story());
        }
    }

    // ---- the world ----

    @Override
    public Clock clock() {
        return rig.time;
    }

    @Override
    public Timers timers() {
        return (delayNanos, action) -> rig.time.after(delayNanos, () -> {
            if (!stopped) {
                wakeUps++;
                action.run();
            }
        });
    }

    /** How often a timer of the membership has fired. */
    int wakeUps() {
        return wakeUps;
    }

    @Override
    public RandomGenerator random() {
        return rig.random;
    }

    @Override
    public List<Address> seeds() {
        return rig.seeds();
    }

    @Override
    public boolean seedsComplete() {
        return rig.seedsComplete();
    }

    @Override
    public boolean announces() {
        return rig.announces();
    }

    @Override
    public void tell(Endpoint to, Control message) {
        check(!to.equals(self), "nobody tells itself");
        rig.carry(this, to.address(), to.id(), message);
    }

    @Override
    public void ask(Address to, Control message) {
        rig.carry(this, to, 0, message);
    }

    @Override
    public void announce(Control message) {
        if (rig.announces()) {
            rig.everywhere().stream()
                    .filter(to -> !to.equals(self.address()))
                    .forEach(to -> rig.carry(this, to, 0, message));
        }
    }

    @Override
    public void note(String notice) {
        notices.add(notice);
    }
}
