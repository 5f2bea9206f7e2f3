package dev.tutti.runtime;

import dev.tutti.Blocked;
import dev.tutti.Delivery;
import dev.tutti.Endpoint;
import dev.tutti.GroupClosedException;
import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.NotPrimaryException;
import dev.tutti.Options;
import dev.tutti.View;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Packet;
import dev.tutti.membership.Control;
import dev.tutti.membership.LeaderMembership;
import dev.tutti.membership.Membership;
import dev.tutti.membership.MembershipOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One member of one group on the loop: the end-point, and what becomes of what comes up; what goes down is {@link Outflow}'s. The
 * application's side is {@link GroupRuntime}; between them are the outbox, the inbox, and how far own casts have come. On the loop only,
 * but for what is said to be for any thread.
 */
final class GroupLoop implements EndPoint.Owner {
    /** Consumption is reported in parts of this fraction of the window. */
    private static final int REPORTS_PER_WINDOW = 8;

    private final NodeRuntime node;
    private final String name;
    private final GroupOptions groupOptions;
    private final Options options;
    private final Rim rim;
    private final Counters counters = new Counters();
    private final EndPoint endPoint;
    private final LeaderMembership membership;
    private final StateTransfer transfer;
    private final Switching switching;

    private final Outbox outbox;
    private final Inbox inbox = new Inbox();
    private final Presentation presentation = new Presentation(inbox);
    private final Progress ordered;
    private final Progress unordered;
    private final Consumption consumption;
    private final Outflow outflow;
    private final Departure departure;
    private final Joining joining;
    private final Refusals refusals;
    private final CountDownLatch gone = new CountDownLatch(1);

    private volatile Endpoint self;
    private volatile Primacy primacy = Primacy.UNKNOWN;

    private boolean shown;
    /** How far own casts had been delivered when the present view was installed. */
    private long orderedBefore;

    private long unorderedBefore;

    private boolean finished;
    /** The last refusal that was told to the user; it comes again as long as this member asks. */
    private @Nullable String noted;

    /** Whether the present view belongs to the primary line. */
    private enum Primacy {
        YES,
        NO,
        UNKNOWN
    }

    GroupLoop(NodeRuntime node, String name, Endpoint self, GroupOptions groupOptions, Rim rim, boolean stepped) {
        this.node = node;
        this.name = name;
        this.self = self;
        this.groupOptions = groupOptions;
        this.options = node.options();
        this.rim = rim;
        Recipe recipe = new Recipe(options, groupOptions, rim.link().maxFrameBytes());
        Completions completions = new Completions(name, this::closed);
        this.ordered = new Progress(completions);
        this.unordered = new Progress(completions);
        this.outbox = new Outbox(
                recipe.maxPackBytes(),
                new Outbox.Limits(
                        options.get(Options.OUTBOX_BYTES),
                        options.get(Options.WINDOW_MESSAGES),
                        options.get(Options.PACKING)),
                completions,
                rim::wake);
        this.consumption = new Consumption(options.get(Options.WINDOW_BYTES) / REPORTS_PER_WINDOW, rim::wake);
        this.transfer =
                new StateTransfer(node::execute, groupOptions.state(), recipe.maxPackBytes(), !stepped, counters);
        this.joining = new Joining(name, crashFoundNanos());
        this.refusals = new Refusals(crashFoundNanos());
        this.endPoint = new EndPoint(
                name,
                self,
                recipe,
                rim,
                node.router(name),
                counters,
                options.nanos(Options.RESEND),
                options.nanos(Options.HEARTBEAT),
                this);
        this.membership = new LeaderMembership(
                self,
                new MembershipOptions(
                        options.nanos(Options.RESEND),
                        options.nanos(Options.CHANGE_TIMEOUT),
                        options.nanos(Options.PROBE),
                        options.nanos(Options.FOUND_AFTER),
                        options.get(Options.FOUND),
                        options.get(Options.MAX_MEMBERS),
                        recipe.common(),
                        groupOptions.properties()),
                node.outside(name),
                endPoint,
                transfer::shared);
        this.switching = new Switching(completions, membership::wish);
        this.outflow = new Outflow(
                outbox, endPoint, consumption, ordered, presentation, counters, options.get(Options.WINDOW_BYTES));
        this.departure = new Departure(rim.clock(), options.nanos(Options.LEAVE_TIMEOUT));
    }

    /** How long it takes at most until a member that has crashed is out of the group. */
    private long crashFoundNanos() {
        return options.nanos(Options.HEARTBEAT) * (options.get(Options.MAX_MISSED) + 2)
                + options.nanos(Options.CHANGE_TIMEOUT);
    }

    /** What this member keeps of messages, by part; counts what its application has not seen. */
    Map<String, Long> heldBytes(Backlog backlog) {
        presentation.count(backlog);
        inbox.waiting().forEach(backlog::add);
        Map<String, Long> held = endPoint.heldBytes();
        held.put("outbox", outbox.bytes());
        held.put("own", consumption.unconsumedToSelf());
        held.put("early", node.earlyBytes());
        return held;
    }

    /** On the loop: begins to look for the group. */
    void start() {
        endPoint.start(membership, membership.first());
    }

    // ---- for any thread ----

    Endpoint self() {
        return self;
    }

    GroupClosedException closed() {
        return new GroupClosedException("'" + self + "' has left group '" + name + "'; join again to cast");
    }

    NotPrimaryException notPrimary(String what) {
        return new NotPrimaryException("the view of '" + self + "' is not primary, and group '" + name + "' " + what
                + " only in the primary one; wait for a primary view");
    }

    /** The view shown last; null before the first. */
    @Nullable View view() {
        return presentation.latest();
    }

    /** Whether the present view is known not to be primary. */
    boolean isOutsidePrimary() {
        return primacy == Primacy.NO;
    }

    Outbox outbox() {
        return outbox;
    }

    Inbox inbox() {
        return inbox;
    }

    Progress progress(Delivery delivery) {
        return delivery == Delivery.ORDERED ? ordered : unordered;
    }

    Joining joining() {
        return joining;
    }

    /** Begins to leave; {@link Left} will end the stream. */
    void beginLeave() {
        outbox.close();
        node.execute(departure::begin);
    }

    /** Begins to leave because something failed without which it is no member. */
    void fail() {
        node.execute(() -> departure.because(Left.Reason.CLOSED));
        beginLeave();
    }

    /** Waits until the member is out; false if that takes longer. */
    boolean awaitGone(long timeoutNanos) throws InterruptedException {
        return gone.await(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    boolean isGone() {
        return gone.getCount() == 0;
    }

    // ---- on the loop ----

    /** Asks the group to run something else; told when it does. */
    void reconfigure(GroupProperties wanted, CompletableFuture<Void> granted) {
        switching.begin(wanted, settledProperties(), granted);
        if (finished) {
            switching.close();
        } else if (primacy == Primacy.NO) {
            outsidePrimary();
        }
    }

    /** What the view runs that was shown last; null if there is none, or another is on its way. */
    private @Nullable GroupProperties settledProperties() {
        View last = presentation.latest();
        boolean stays = last != null
                && !endPoint.isBlocked()
                && last.id().equals(endPoint.current().id());
        return last != null && stays ? last.properties() : null;
    }

    private void outsidePrimary() {
        switching.outsidePrimary(notPrimary("changes its properties"));
    }

    boolean isReconfiguring() {
        return switching.isBusy();
    }

    Counters counters() {
        return counters;
    }

    EndPoint endPoint() {
        return endPoint;
    }

    void receive(Control message) {
        endPoint.receive(message);
    }

    /** Hands down what has gathered, as far as the stack wants it; returns whether more is waiting. */
    boolean turn() {
        if (finished) {
            return false;
        }
        consumption.report(endPoint.current().stack());
        boolean mayCast = !groupOptions.primaryOnly() || primacy == Primacy.YES;
        boolean more = shown && outflow.handDown(mayCast, departure.hasBegun());
        if (departure.asks(shown && owesNothing())) {
            // What it was shown the others must be shown too. So that this comes to an end, it is shown nothing more.
            presentation.pause();
            endPoint.current().stack().confirm();
        }
        if (departure.isDue(place())) {
            membership.leave();
        } else if (departure.needsTimer()) {
            rim.timers().after(options.nanos(Options.LEAVE_TIMEOUT), rim::wake);
        }
        return more;
    }

    private Departure.Place place() {
        if (shown) {
            return Departure.Place.IN_A_VIEW;
        }
        return presentation.latest() == null ? Departure.Place.NOT_YET_IN : Departure.Place.CUT_OFF;
    }

    /** Whether all that this member said has arrived, and nobody needs anything of it: its state, or what is missing of the view before. */
    private boolean owesNothing() {
        return outbox.isEmpty() && outflow.isIdle() && allStable() && !transfer.isNeeded() && endPoint.isTogether();
    }

    /** It may have waited for nothing else. */
    private void wakeIfLeaving() {
        if (departure.hasBegun()) {
            rim.wake();
        }
    }

    private boolean allStable() {
        return ordered.stable() >= outbox.lastNumber(Delivery.ORDERED)
                && unordered.stable() >= outbox.lastNumber(Delivery.UNORDERED);
    }

    @Override
    public void blocked() {
        transfer.blocked();
        if (shown) {
            release(false);
            presentation.add(new Item.Show(new Blocked()));
        }
    }

    @Override
    public void installed(ViewStack now, List<Endpoint> transitional) {
        orderedBefore = ordered.delivered();
        unorderedBefore = unordered.delivered();
        outflow.viewBegins();
        boolean first = !shown;
        noted = null;
        refusals.over();
        stayOn();
        shown = now.view().basis().id() != 0;
        if (!shown) {
            return;
        }
        boolean mayBePrimary = now.view().mayBePrimary();
        primacy = mayBePrimary ? Primacy.UNKNOWN : Primacy.NO;
        GroupProperties running = now.view().agreement().properties();
        if (first && !running.equals(groupOptions.properties())) {
            rim.note("group '" + name + "' runs " + running + " and not what '" + self + "' was configured with, "
                    + groupOptions.properties());
        }
        // Against the view shown last: what went on in between, as another incarnation perhaps, was not shown.
        View before = presentation.latest();
        List<Endpoint> old = before == null ? List.of(self) : before.members();
        List<Endpoint> newcomers = without(now.members(), old);
        List<Endpoint> together = first ? List.of(self) : transitional;
        View event = new View(
                name, now.id(), now.members(), together, newcomers, without(old, now.members()), running, false);
        List<Item> parts = transfer.installed(now, self);
        presentation.hold(event, StateTransfer.covers(parts), parts);
        if (!mayBePrimary) {
            release(false);
            outsidePrimary();
        }
        rim.wake();
    }

    /** A view has ended; if this member is about to leave, it begins anew in the next one. */
    private void stayOn() {
        presentation.resume();
        departure.viewEnds();
    }

    @Override
    public long[] unconsumed(ViewStack view) {
        return consumption.enter(view.members());
    }

    private static List<Endpoint> without(List<Endpoint> members, List<Endpoint> others) {
        return members.stream().filter(member -> !others.contains(member)).toList();
    }

    private void release(boolean primary) {
        View view = presentation.release(primary);
        if (view != null) {
            joining.joined();
            switching.shown(view.properties());
        }
    }

    @Override
    public void primary() {
        primacy = Primacy.YES;
        release(true);
        rim.wake();
    }

    @Override
    public void delivered(ViewStack now, int origin, Message.Kind kind, Packet packet) {
        if (!shown) {
            return;
        }
        if (origin == now.rank() && kind.isCast() && packet.tag() != 0) {
            progress(packet.tag() > 0 ? Delivery.ORDERED : Delivery.UNORDERED).delivered(Math.abs(packet.tag()));
            if (outflow.awaitsCasts()) {
                rim.wake();
            }
        }
        Consumption.Account account = consumption.delivered(origin, packet.length());
        presentation.add(new Item.Batch(now.members().get(origin), kind, packet, account));
    }

    @Override
    public void state(Endpoint from, Packet packet) {
        transfer.receive(from, packet);
        wakeIfLeaving();
    }

    @Override
    public void stable(Delivery delivery, long number) {
        progress(delivery).stable(number);
        outbox.stable(delivery, number);
        wakeIfLeaving();
    }

    @Override
    public void confirmed() {
        departure.confirmed();
        rim.wake();
    }

    @Override
    public void acknowledged() {
        outflow.acknowledged();
        wakeIfLeaving();
    }

    @Override
    public void together() {
        stable(Delivery.ORDERED, orderedBefore);
        stable(Delivery.UNORDERED, unorderedBefore);
        wakeIfLeaving();
    }

    @Override
    public void room(boolean casts, boolean sends) {
        outflow.room(casts, sends);
        if (casts || sends) {
            rim.wake();
        }
    }

    @Override
    public void reincarnated(ViewStack now) {
        outbox.forget();
        self = endPoint.self();
        shown = false;
        stayOn();
        outflow.viewBegins();
        primacy = Primacy.NO;
        outsidePrimary();
    }

    @Override
    public void refused(Membership.Refusal refusal, String text) {
        if (presentation.latest() == null) {
            joining.refused(refusal, text, rim.clock().nanoTime());
            return;
        }
        if (!text.equals(noted)) {
            noted = text;
            rim.note("'" + self + "' is not let in: " + text);
        }
        boolean exhausted = refusals.exhausted(rim.clock().nanoTime());
        // In a view it may wait for room, or for the others to run its stack, but never for its name.
        if (exhausted && (!shown || refusal == Membership.Refusal.NAME_TAKEN)) {
            departure.because(reason(refusal));
            rim.note("'" + self + "' gives up: " + text);
            beginLeave();
        }
    }

    private static Left.Reason reason(Membership.Refusal refusal) {
        return switch (refusal) {
            case NAME_TAKEN -> Left.Reason.NAME_TAKEN;
            case INCOMPATIBLE -> Left.Reason.INCOMPATIBLE;
            case FULL -> Left.Reason.FULL;
        };
    }

    @Override
    public void out() {
        finish(departure.reason());
    }

    /** Ends the member, whatever it was doing. */
    void finish(Left.Reason reason) {
        if (finished) {
            return;
        }
        finished = true;
        departure.end();
        try {
            transfer.abort();
            endPoint.close();
            consumption.close();
            node.forget(name);
        } finally {
            answer(reason);
        }
    }

    /** Whoever waits for this member waits no longer. Last, since he may go on at once, and whatever went wrong before. */
    private void answer(Left.Reason reason) {
        outbox.close();
        release(false);
        inbox.add(new Item.Show(new Left(reason)));
        // What is not known to be stable by now never will be.
        ordered.close();
        unordered.close();
        switching.close();
        joining.closed();
        gone.countDown();
    }
}
