package dev.tutti.sim;

import dev.tutti.Address;
import dev.tutti.Delivery;
import dev.tutti.Event;
import dev.tutti.Group;
import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.JoinException;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.NotPrimaryException;
import dev.tutti.Options;
import dev.tutti.Receipt;
import dev.tutti.StateHandler.OnMerge;
import dev.tutti.View;
import dev.tutti.runtime.GroupRuntime;
import dev.tutti.runtime.NodeRuntime;
import dev.tutti.sim.trace.Member;
import dev.tutti.sim.trace.Promises;
import dev.tutti.sim.trace.Trace;
import dev.tutti.sim.trace.TraceEvent;
import dev.tutti.sim.world.Scheduler;
import dev.tutti.sim.world.SimProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One run of one member: a process, the real node in it, and the application that consumes its events. */
public final class SimMember {
    private static final String GROUP = "sim";

    private final String label;
    private final String name;
    private final Scheduler scheduler;
    private final Trace trace;
    private final SimProcess process;
    /** Whether others learn of its end at once, as by a connection that breaks. */
    private final boolean evidence;

    private final Application application;
    private final GroupRuntime group;
    private int switches;
    private final Receipts receipts;
    private long castCount;
    private long sendCount;
    private long stableCount;
    private long refusedCount;
    private long nanosPerEvent;
    private final boolean primaryOnly;
    private boolean consuming;
    private boolean leaving;
    private boolean ended;

    SimMember(
            String label,
            Options options,
            Setup setup,
            Scheduler scheduler,
            Trace trace,
            SimProcess process,
            RandomGenerator random,
            Supplier<List<Address>> seeds,
            Consumer<String> notices) {
        this.label = label;
        this.name = options.get(Options.NAME);
        this.scheduler = scheduler;
        this.trace = trace;
        this.process = process;
        this.evidence = setup.evidence();
        this.primaryOnly = setup.group().primaryOnly();
        this.application = new Application(
                name,
                setup.group().properties(),
                setup.state().orElse(OnMerge.PRIMARY_WINS),
                setup.stateFillerBytes(),
                this::note);
        note(new TraceEvent.Started(Promises.of(setup.group())));
        EngineHost host = process.start(
                random, setup.maxFrameBytes(), seeds, notices, rim -> new EngineHost(new NodeRuntime(options, rim)));
        GroupOptions groupOptions = setup.state().isPresent() ? setup.group().state(application) : setup.group();
        this.group = host.node().begin(GROUP, groupOptions);
        this.receipts = new Receipts(group);
        process.application(this::consume);
    }

    private void note(TraceEvent event) {
        trace.add(scheduler.nowNanos(), label, event);
    }

    /** Takes all events there are, or, for a slow application, one after the other. */
    private void consume() {
        if (nanosPerEvent > 0) {
            if (!consuming) {
                consuming = true;
                process.after(nanosPerEvent, this::consumeOne);
            }
            return;
        }
        noteStable();
        noteSwitched();
        while (takeNext()) {
            // Each turn takes one event.
        }
    }

    private void noteStable() {
        try {
            if (castCount > stableCount && !ended && !group.isClosed() && group.flush(Duration.ZERO)) {
                stableCount = castCount;
                note(new TraceEvent.Stable());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void consumeOne() {
        consuming = false;
        if (takeNext()) {
            consume();
        } else {
            // Not while there is something that it has not seen: what it is told speaks of the view that comes last.
            noteStable();
            noteSwitched();
        }
    }

    private boolean takeNext() {
        if (ended) {
            return false;
        }
        Event event = group.poll();
        if (event == null) {
            return false;
        }
        application.take(event);
        if (event instanceof Message message
                && message.kind().isCast()
                && message.from().equals(group.self())) {
            receipts.seen(Payload.number(message.payload()), message.kind());
        } else if (event instanceof Left) {
            ended = true;
            process.kill(evidence);
        }
        return true;
    }

    // ---- what a test does to it ----

    /**
     * Casts a message.
     *
     * @param sizeBytes of the payload, at least what its id needs
     * @return its id, or null if the group was behind or the view not primary
     */
    public @Nullable String cast(int sizeBytes) {
        return cast(sizeBytes, Delivery.ORDERED);
    }

    /**
     * Casts a message.
     *
     * @param sizeBytes of the payload, at least what its id needs
     * @param delivery whether it may overtake others
     * @return its id, or null if the group was behind or the view not primary
     */
    public @Nullable String cast(int sizeBytes, Delivery delivery) {
        return cast(
                delivery == Delivery.UNORDERED ? Message.Kind.UNORDERED : Message.Kind.CAST,
                sizeBytes,
                payload -> group.tryCast(payload, delivery));
    }

    /**
     * Casts a message in order with everything.
     *
     * @param sizeBytes see {@link #cast(int)}
     * @return see {@link #cast(int)}
     */
    public @Nullable String gbcast(int sizeBytes) {
        return cast(Message.Kind.GBCAST, sizeBytes, group::tryGbcast);
    }

    private @Nullable String cast(Message.Kind kind, int sizeBytes, Function<byte[], @Nullable Receipt> take) {
        String id = label + "/" + (castCount + 1);
        try {
            Receipt receipt = mayTalk() ? take.apply(Payload.of(id, sizeBytes)) : null;
            if (receipt != null) {
                castCount++;
                receipts.add(castCount, kind, receipt);
                note(new TraceEvent.Cast(id, kind));
                return id;
            }
        } catch (NotPrimaryException refused) {
            // Counted below, like any other refusal.
        }
        refusedCount++;
        return null;
    }

    /** The group as its application has it. */
    Group group() {
        return group;
    }

    /**
     * Asks the group to run something else.
     *
     * @param properties all of them
     */
    public void reconfigure(GroupProperties properties) {
        if (view() == null || !mayTalk()) {
            return;
        }
        try {
            // What becomes of it is looked at, not waited for: who waits does so on a thread of his own.
            var unused = group.reconfigure(properties);
            switches++;
            note(new TraceEvent.Switching(properties.toString()));
            noteSwitched();
        } catch (NotPrimaryException refused) {
            // That is the answer.
        }
    }

    private void noteSwitched() {
        for (; switches > 0 && !ended && !group.isReconfiguring(); switches--) {
            note(new TraceEvent.Switched());
        }
    }

    void send(SimMember to, int sizeBytes) {
        if (view() == null || !mayTalk()) {
            return;
        }
        group.view().members().stream()
                .filter(member -> member.address().equals(to.group.self().address()))
                .findFirst()
                .ifPresent(member -> {
                    String id = label + ">" + to.label + "/" + (sendCount + 1);
                    if (group.trySend(member, Payload.of(id, sizeBytes))) {
                        sendCount++;
                        note(new TraceEvent.Sent(Member.of(member), id));
                    }
                });
    }

    private boolean mayTalk() {
        return !ended && !leaving && !group.isClosed();
    }

    void leave() {
        if (mayTalk()) {
            leaving = true;
            note(new TraceEvent.Leaving());
            group.beginLeave();
        }
    }

    void crash() {
        if (!ended) {
            ended = true;
            note(new TraceEvent.Crashed());
            process.kill(evidence);
        }
    }

    void pause() {
        process.pause();
    }

    void resume() {
        process.resume();
    }

    void slow(long nanos) {
        nanosPerEvent = nanos;
        consume();
    }

    // ---- what a test wants to know ----

    /**
     * Its label in the trace.
     *
     * @return the name; later runs of the same name have a number behind it
     */
    public String label() {
        return label;
    }

    String name() {
        return name;
    }

    /**
     * Whether it runs.
     *
     * @return false once it has crashed, or is out of the group
     */
    public boolean alive() {
        return !ended;
    }

    /**
     * Whether it was told to leave, and has not left yet.
     *
     * @return false before and after
     */
    public boolean leaving() {
        return leaving && !ended;
    }

    /**
     * The view that its application was shown last.
     *
     * @return null before the first
     */
    public @Nullable View view() {
        return application.view();
    }

    /**
     * Whether its application was told that a change has begun, and not yet what came of it.
     *
     * @return false before and after
     */
    public boolean blocked() {
        return application.blocked();
    }

    long castsHere() {
        return application.castsHere();
    }

    /**
     * How many messages its application was delivered.
     *
     * @return casts and sends
     */
    public long delivered() {
        return application.delivered();
    }

    /**
     * Casts that the group did not take.
     *
     * @return their number
     */
    public long refused() {
        return refusedCount;
    }

    /**
     * The application's state.
     *
     * @return ids of the messages delivered here, or by whoever gave the state
     */
    public Set<String> content() {
        return Set.copyOf(application.content());
    }

    /**
     * Why it could not join.
     *
     * @return null as long as it may
     */
    public @Nullable JoinException joinFailure() {
        return group.joinFailure();
    }

    /** Whether its casts wait: for a primary view, or until the group takes it in again that has gone on without it. */
    boolean mute() {
        View view = view();
        return view == null || !view.members().contains(group.self()) || (primaryOnly && !view.primary());
    }

    /** What its receipts tell of its casts. */
    Receipts receipts() {
        return receipts;
    }

    /** Bytes of messages that it keeps, by part; a copy. */
    Map<String, Long> heldBytes() {
        return group.heldBytes();
    }

    /**
     * What happened below the API.
     *
     * @return counts by name
     */
    public Map<String, Long> counters() {
        return group.counters();
    }

    @Override
    public String toString() {
        View view = view();
        return label + (ended ? " ended" : "") + (process.paused() ? " paused" : "") + " in "
                + (view == null ? "no view" : view.id() + " " + view.members());
    }
}
