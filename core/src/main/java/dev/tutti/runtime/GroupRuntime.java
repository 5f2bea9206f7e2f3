package dev.tutti.runtime;

import dev.tutti.Blocked;
import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.Group;
import dev.tutti.GroupBusyException;
import dev.tutti.GroupClosedException;
import dev.tutti.GroupOptions;
import dev.tutti.JoinException;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.NotPrimaryException;
import dev.tutti.Options;
import dev.tutti.PayloadTooLargeException;
import dev.tutti.Receipt;
import dev.tutti.View;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Packet;
import dev.tutti.membership.Control;
import dev.tutti.membership.LeaderMembership;
import dev.tutti.membership.Membership;
import dev.tutti.membership.MembershipOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One member of one group: the end-point on the loop, the application's threads on the other side, and the queues between.
 *
 * <p>Beside {@link Group}, which may wait, it offers what an embedder needs who steps the loop himself, or a simulator:
 * {@link #poll}, {@link #tryCast}, {@link #trySend}, {@link #beginLeave}, which never wait and are to be called on the loop's thread.
 */
public final class GroupRuntime implements Group, EndPoint.Owner, Consumer.Owner {
    /** Consumption is reported in parts of this fraction of the window. */
    private static final int REPORTS_PER_WINDOW = 8;
    /** How long a name may be refused as taken before the join fails: its holder may just have crashed. */
    private static final long NAME_PATIENCE_NANOS = 3_000_000_000L;
    /** Packs handed down in one turn at most, so that frames are taken in between. */
    private static final int PACKS_PER_TURN = 64;

    private final NodeRuntime node;
    private final String name;
    private final GroupOptions groupOptions;
    private final Options options;
    private final Rim rim;
    private final Counters counters = new Counters();
    private final EndPoint endPoint;
    private final LeaderMembership membership;
    private final StateTransfer transfer;

    private final Outbox outbox;
    private final Inbox inbox = new Inbox();
    private final Consumer consumer;
    private final Progress progress = new Progress();

    private volatile Endpoint self;
    private volatile @Nullable View view;
    private volatile Primacy primacy = Primacy.UNKNOWN;
    private volatile boolean leaving;
    private volatile @Nullable Thread listener;
    private final CountDownLatch joined = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final AtomicReference<@Nullable JoinException> failure = new AtomicReference<>();

    // On the loop only.
    private boolean shown;
    private boolean blocked;
    private boolean room = true;
    private boolean sendsUnderWay;
    private boolean leaveSent;
    private boolean leaveTimerSet;
    private long lastDelivered;
    /** The same when the present view was installed. */
    private long deliveredBefore;

    private boolean finished;
    private long leaveByNanos;
    private @Nullable Long refusedSinceNanos;
    /** The last refusal that was told to the user; it comes again as long as this member asks. */
    private @Nullable String noted;

    private @Nullable Consumption consumption;
    private @Nullable Held held;

    /** Whether the present view belongs to the primary line. */
    private enum Primacy {
        YES,
        NO,
        UNKNOWN
    }

    /** A view that may still turn out to be primary, and what follows it. */
    private record Held(View view, boolean covered, ArrayDeque<Item> items) {}

    GroupRuntime(NodeRuntime node, String name, Endpoint self, GroupOptions groupOptions, Rim rim, boolean stepped) {
        this.node = node;
        this.name = name;
        this.self = self;
        this.groupOptions = groupOptions;
        this.options = node.options();
        this.rim = rim;
        Recipe recipe = new Recipe(options, groupOptions, rim.link().maxFrameBytes());
        this.outbox = new Outbox(recipe.maxPackBytes(), options.get(Options.OUTBOX_BYTES), rim::wake);
        this.transfer =
                new StateTransfer(node::execute, groupOptions.state(), recipe.maxPackBytes(), !stepped, counters);
        this.consumer = new Consumer(inbox, groupOptions.state(), this);
        this.endPoint =
                new EndPoint(name, self, recipe, rim, node.router(this), counters, options.nanos(Options.RESEND), this);
        this.membership = new LeaderMembership(
                self,
                new MembershipOptions(
                        options.nanos(Options.RESEND),
                        options.nanos(Options.CHANGE_TIMEOUT),
                        options.nanos(Options.PROBE),
                        options.get(Options.FOUND),
                        options.get(Options.MAX_MEMBERS),
                        recipe.spec()),
                node.outside(this),
                endPoint,
                transfer::shared);
    }

    /** On the loop: begins to look for the group. */
    void start() {
        endPoint.start(membership, membership.first());
    }

    // ---- what the embedder and the simulator use ----

    /**
     * The next event, if there is one. On the loop's thread, where the state handler then runs too.
     *
     * @return null if there is none now
     */
    public @Nullable Event poll() {
        try {
            return consumer.next(0);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /**
     * Casts if that is possible without waiting.
     *
     * @param payload copied
     * @return false if the group is behind
     */
    public boolean tryCast(byte[] payload) {
        try {
            enqueue(payload, new Outbox.Patience.None());
            return true;
        } catch (GroupBusyException busy) {
            return false;
        }
    }

    /**
     * Sends to one member if that is possible without waiting.
     *
     * @param to a member of the present view
     * @param payload copied
     * @return false if the group is behind
     */
    public boolean trySend(Endpoint to, byte[] payload) {
        try {
            enqueue(to, payload, new Outbox.Patience.None());
            return true;
        } catch (GroupBusyException busy) {
            return false;
        }
    }

    /** Begins to leave; {@link Left} ends the stream. */
    public void beginLeave() {
        leaving = true;
        outbox.close();
        node.execute(() -> leaveByNanos = rim.clock().nanoTime() + options.nanos(Options.LEAVE_TIMEOUT));
    }

    /**
     * Whether the first view has been installed.
     *
     * @return true from then on
     */
    public boolean isJoined() {
        return view != null;
    }

    /**
     * Whether the member is out.
     *
     * @return true from then on
     */
    public boolean isClosed() {
        return gone.getCount() == 0;
    }

    /**
     * Why the join failed.
     *
     * @return null as long as it has not
     */
    public @Nullable JoinException joinFailure() {
        return failure.get();
    }

    // ---- Group ----

    @Override
    public String name() {
        return name;
    }

    @Override
    public Endpoint self() {
        return self;
    }

    @Override
    public View view() {
        View latest = view;
        if (latest == null) {
            throw new IllegalStateException("not joined yet");
        }
        return latest;
    }

    @Override
    public Receipt cast(byte[] payload) {
        return new CastReceipt(this, enqueue(payload, patience()));
    }

    private long enqueue(byte[] payload, Outbox.Patience patience) {
        check(payload);
        if (groupOptions.primaryOnly() && primacy == Primacy.NO) {
            throw new NotPrimaryException("the view of '" + self + "' is not primary, and group '" + name
                    + "' takes casts only in the primary one; wait for a primary view");
        }
        long number = outbox.cast(payload, patience);
        if (number == 0) {
            throw closed();
        }
        return number;
    }

    private void check(byte[] payload) {
        int limit = options.get(Options.MAX_PAYLOAD_BYTES);
        if (payload.length > limit) {
            throw new PayloadTooLargeException("a payload of " + payload.length + " bytes is above maxPayloadBytes, "
                    + limit + "; split it or raise the limit at all members");
        }
    }

    private Outbox.Patience patience() {
        return Thread.currentThread().equals(listener)
                ? new Outbox.Patience.Overdrawing()
                : new Outbox.Patience.Waiting(options.nanos(Options.SEND_TIMEOUT));
    }

    private GroupClosedException closed() {
        return new GroupClosedException("'" + self + "' has left group '" + name + "'; join again to cast");
    }

    @Override
    public void send(Endpoint to, byte[] payload) {
        enqueue(to, payload, patience());
    }

    private void enqueue(Endpoint to, byte[] payload, Outbox.Patience patience) {
        check(payload);
        if (view().rankOf(to) < 0) {
            throw new IllegalArgumentException("'" + to + "' is not in the view: " + view().members());
        }
        if (!outbox.send(to, payload, patience)) {
            throw closed();
        }
    }

    @Override
    public boolean flush(Duration timeout) throws InterruptedException {
        return await(Progress.Stage.STABLE, outbox.lastNumber(), timeout);
    }

    boolean await(Progress.Stage stage, long number, Duration timeout) throws InterruptedException {
        return switch (progress.await(stage, number, TimeUnit.NANOSECONDS.convert(timeout))) {
            case REACHED -> true;
            case TIMED_OUT -> false;
            case OVER -> throw closed();
        };
    }

    @Override
    public Event receive() throws InterruptedException {
        Event event = next(Long.MAX_VALUE);
        if (event == null) {
            throw new IllegalStateException("waited for ever, in vain");
        }
        return event;
    }

    @Override
    public @Nullable Event receive(Duration timeout) throws InterruptedException {
        return next(Math.max(1, TimeUnit.NANOSECONDS.convert(timeout)));
    }

    private @Nullable Event next(long nanos) throws InterruptedException {
        return consumer.next(nanos);
    }

    @Override
    public void listen(java.util.function.Consumer<? super Event> to) {
        if (listener != null) {
            throw new IllegalStateException("group '" + name + "' has a listener already");
        }
        Thread thread =
                Thread.ofPlatform().daemon().name("tutti-" + name + "-events").unstarted(() -> pump(to));
        listener = thread;
        thread.start();
    }

    private void pump(java.util.function.Consumer<? super Event> to) {
        try {
            Event event;
            do {
                event = receive();
                try {
                    to.accept(event);
                } catch (RuntimeException failed) {
                    rim.note("a listener of group '" + name + "' failed on " + event + ": " + failed);
                }
            } while (!(event instanceof Left));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Map<String, Long> counters() {
        return node.call(() -> {
            Map<String, Long> all = counters.snapshot();
            all.putAll(node.counters());
            return all;
        });
    }

    @Override
    public String describe() {
        return node.call(() -> endPoint.current().stack().describe());
    }

    @Override
    public void leave() {
        beginLeave();
        try {
            if (!gone.await(options.nanos(Options.LEAVE_TIMEOUT) * 3 / 2, TimeUnit.NANOSECONDS)) {
                node.call(() -> {
                    finish(Left.Reason.CLOSED);
                    return true;
                });
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the first view. */
    void awaitJoined() {
        long timeoutNanos = options.nanos(Options.JOIN_TIMEOUT);
        try {
            if (!joined.await(timeoutNanos, TimeUnit.NANOSECONDS)) {
                failure.compareAndSet(
                        null,
                        new JoinException(
                                JoinException.Reason.NO_ANSWER,
                                "nobody answered for group '" + name + "' within "
                                        + options.get(Options.JOIN_TIMEOUT).toMillis() + " ms; seeds: "
                                        + options.get(Options.SEEDS)
                                        + ". Check the seeds, and that they can connect to this node at "
                                        + node.address() + "; start more of them, or let this node found the group"));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failure.compareAndSet(
                    null, new JoinException(JoinException.Reason.CLOSED, "interrupted while joining '" + name + "'"));
        }
        JoinException failed = failure.get();
        if (failed != null && !(view != null && failed.reason() == JoinException.Reason.NO_ANSWER)) {
            node.call(() -> {
                finish(Left.Reason.CLOSED);
                return true;
            });
            throw failed;
        }
    }

    // ---- on the loop ----

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
        if (consumption != null) {
            consumption.report(endPoint.current().stack());
        }
        boolean more = shown && handDown();
        if (leaving && !leaveSent) {
            boolean done = outbox.isEmpty() && progress.stable() >= outbox.lastNumber() && !sendsUnderWay;
            if (done || !shown || rim.clock().nanoTime() - leaveByNanos > 0) {
                leaveSent = true;
                membership.leave();
            } else if (!leaveTimerSet) {
                leaveTimerSet = true;
                rim.timers().after(options.nanos(Options.LEAVE_TIMEOUT), rim::wake);
            }
        }
        return more;
    }

    private boolean handDown() {
        int packs = 0;
        while (mayCast() && packs < PACKS_PER_TURN) {
            Packet pack = outbox.pollCast();
            if (pack == null) {
                break;
            }
            packs++;
            endPoint.current().stack().cast(pack);
        }
        while (!blocked && room && packs < PACKS_PER_TURN) {
            Outbox.Sending sending = outbox.pollSend();
            if (sending == null) {
                break;
            }
            packs++;
            send(sending);
        }
        return packs == PACKS_PER_TURN;
    }

    private boolean mayCast() {
        return !blocked && room && (!groupOptions.primaryOnly() || primacy == Primacy.YES);
    }

    private void send(Outbox.Sending sending) {
        ViewStack now = endPoint.current();
        int rank = now.members().indexOf(sending.to());
        if (rank == now.rank()) {
            delivered(now, rank, Message.Kind.SEND, sending.pack(), false);
        } else if (rank >= 0) {
            sendsUnderWay = true;
            now.stack().send(rank, sending.pack());
        } else {
            counters.counter("group.undeliverable").increment();
        }
    }

    @Override
    public void blocked() {
        blocked = true;
        transfer.blocked();
        if (shown) {
            release(Primacy.UNKNOWN);
            emit(new Item.Show(new Blocked()));
        }
    }

    @Override
    public void installed(ViewStack now, List<Endpoint> transitional) {
        deliveredBefore = lastDelivered;
        blocked = false;
        room = true;
        sendsUnderWay = false;
        boolean first = !shown;
        noted = null;
        shown = now.view().basis().id() != 0;
        if (!shown) {
            return;
        }
        boolean mayBePrimary =
                now.view().primaryWith(java.util.Set.copyOf(now.view().ids()));
        primacy = mayBePrimary ? Primacy.UNKNOWN : Primacy.NO;
        // Against the view shown last: what went on in between, as another incarnation perhaps, was not shown.
        View before = view;
        List<Endpoint> old = before == null ? List.of(self) : before.members();
        List<Endpoint> newcomers = without(now.members(), old);
        List<Endpoint> together = first ? List.of(self) : transitional;
        View event = new View(name, now.id(), now.members(), together, newcomers, without(old, now.members()), false);
        List<Item> parts = transfer.installed(now, self);
        if (consumption != null) {
            consumption.close();
        }
        consumption = new Consumption(
                now.members().size(), options.get(Options.WINDOW_BYTES) / REPORTS_PER_WINDOW, rim::wake);
        held = new Held(event, StateTransfer.covers(parts), new ArrayDeque<>(parts));
        if (!mayBePrimary) {
            release(Primacy.NO);
        }
        rim.wake();
    }

    private static List<Endpoint> without(List<Endpoint> members, List<Endpoint> others) {
        return members.stream().filter(member -> !others.contains(member)).toList();
    }

    /** Shows the view that was held back until its primacy was known, and what came since. */
    private void release(Primacy known) {
        Held ready = held;
        if (ready == null) {
            return;
        }
        held = null;
        View v = ready.view();
        View event =
                new View(v.group(), v.id(), v.members(), v.transitional(), v.joined(), v.left(), known == Primacy.YES);
        view = event;
        emit(new Item.Installed(event, ready.covered()));
        ready.items().forEach(this::emit);
        joined.countDown();
    }

    private void emit(Item item) {
        if (held != null) {
            held.items().add(item);
        } else {
            inbox.add(item);
        }
    }

    @Override
    public void primary() {
        primacy = Primacy.YES;
        release(Primacy.YES);
        rim.wake();
    }

    @Override
    public void delivered(ViewStack now, int origin, Message.Kind kind, Packet packet) {
        if (shown) {
            delivered(now, origin, kind, packet, true);
        }
    }

    /** Own sends to this very member never went through the stack, so no credit is owed for them. */
    private void delivered(ViewStack now, int origin, Message.Kind kind, Packet packet, boolean credited) {
        Consumption account = consumption;
        if (account == null) {
            throw new IllegalStateException("delivered before the first view");
        }
        if (origin == now.rank() && kind == Message.Kind.CAST && packet.tag() > 0) {
            lastDelivered = packet.tag();
            progress.delivered(packet.tag());
        }
        Consumption to = credited ? account : new Consumption(now.members().size(), Long.MAX_VALUE, () -> {});
        emit(new Item.Batch(now.members().get(origin), kind, packet, origin, to));
    }

    @Override
    public void state(Endpoint from, Packet packet) {
        transfer.receive(from, packet);
    }

    @Override
    public void stable(long tag) {
        progress.stable(tag);
        if (leaving) {
            rim.wake();
        }
    }

    @Override
    public void acknowledged() {
        // While flow control is closed, more of them are on their way down.
        sendsUnderWay &= !room;
        if (leaving) {
            rim.wake();
        }
    }

    @Override
    public void together() {
        stable(deliveredBefore);
    }

    @Override
    public void room(boolean open) {
        room = open;
        if (open) {
            rim.wake();
        }
    }

    @Override
    public void reincarnated(ViewStack now) {
        self = endPoint.self();
        shown = false;
        blocked = false;
        room = true;
        sendsUnderWay = false;
        primacy = Primacy.NO;
    }

    @Override
    public void refused(Membership.Refusal refusal, String text) {
        if (view != null) {
            if (!text.equals(noted)) {
                noted = text;
                rim.note("'" + self + "' is not let in: " + text);
            }
            return;
        }
        if (failure.get() != null) {
            return;
        }
        long now = rim.clock().nanoTime();
        if (refusedSinceNanos == null) {
            refusedSinceNanos = now;
        }
        if (refusal != Membership.Refusal.NAME_TAKEN || now - refusedSinceNanos > NAME_PATIENCE_NANOS) {
            JoinException.Reason reason = refusal == Membership.Refusal.NAME_TAKEN
                    ? JoinException.Reason.NAME_TAKEN
                    : JoinException.Reason.INCOMPATIBLE;
            failure.compareAndSet(null, new JoinException(reason, "cannot join group '" + name + "': " + text));
            joined.countDown();
        }
    }

    @Override
    public void out() {
        finish(Left.Reason.LEFT);
    }

    /** Ends the member, whatever it was doing. */
    void finish(Left.Reason reason) {
        if (finished) {
            return;
        }
        finished = true;
        leaving = true;
        outbox.close();
        transfer.abort();
        release(Primacy.UNKNOWN);
        inbox.add(new Item.Show(new Left(reason)));
        endPoint.close();
        progress.stable(leaveSent && reason == Left.Reason.LEFT ? lastDelivered : 0);
        progress.close();
        node.forget(this);
        if (joined.getCount() != 0) {
            failure.compareAndSet(null, new JoinException(JoinException.Reason.CLOSED, "the node was closed"));
        }
        joined.countDown();
        gone.countDown();
    }

    // ---- from the consumer ----

    @Override
    public void stateFailed(String what, Throwable cause) {
        rim.note("'" + self + "' leaves group '" + name + "': " + what + ": " + cause);
        beginLeave();
    }
}
