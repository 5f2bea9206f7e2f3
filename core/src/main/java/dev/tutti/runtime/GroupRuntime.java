package dev.tutti.runtime;

import dev.tutti.Delivery;
import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.GroupClosedException;
import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.JoinException;
import dev.tutti.Left;
import dev.tutti.Options;
import dev.tutti.PayloadTooLargeException;
import dev.tutti.Receipt;
import dev.tutti.SteppedGroup;
import dev.tutti.View;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One member of one group as its application sees it, whoever steps the loop; the rest is in {@link GroupLoop}. */
public final class GroupRuntime implements SteppedGroup, Consumer.Owner {
    private final NodeRuntime node;
    private final String name;
    private final GroupOptions groupOptions;
    private final Options options;
    private final Rim rim;
    private final GroupLoop loop;
    private final Outbox outbox;
    private final Consumer consumer;
    private final Listening listening;
    /** Whether somebody is taking an event; a listener is, for ever. */
    private final AtomicBoolean receiving = new AtomicBoolean();

    GroupRuntime(NodeRuntime node, String name, Endpoint self, GroupOptions groupOptions, Rim rim, boolean stepped) {
        this.node = node;
        this.name = name;
        this.groupOptions = groupOptions;
        this.options = node.options();
        this.rim = rim;
        this.loop = new GroupLoop(node, name, self, groupOptions, rim, stepped);
        this.outbox = loop.outbox();
        this.consumer = new Consumer(loop.inbox(), groupOptions.state(), this);
        this.listening = new Listening(name, () -> certain(consumer.next(Long.MAX_VALUE)), rim::note, loop::fail);
    }

    GroupLoop loop() {
        return loop;
    }

    // ---- for those who step the loop ----

    @Override
    public @Nullable Event poll() {
        try {
            return next(0);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public boolean trySend(Endpoint to, byte[] payload) {
        return enqueue(to, payload, new Outbox.Patience.None());
    }

    @Override
    public boolean isReconfiguring() {
        return loop.isReconfiguring();
    }

    @Override
    public void beginLeave() {
        loop.beginLeave();
    }

    @Override
    public boolean isJoined() {
        return loop.view() != null;
    }

    @Override
    public boolean isClosed() {
        return loop.isGone();
    }

    @Override
    public @Nullable JoinException joinFailure() {
        return loop.joining().failure();
    }

    /**
     * What this member keeps of messages. On the loop's thread.
     *
     * @return bytes by part: {@code outbox}; {@code inbox}, the most that waits of one sender of one view; {@code own}, what it has sent to
     *     itself and not consumed; {@code early}, frames of views that it does not know; {@code retired}, the stack of the view before; and
     *     each layer that keeps anything
     */
    public Map<String, Long> heldBytes() {
        Backlog backlog = new Backlog();
        consumer.count(backlog);
        Map<String, Long> held = loop.heldBytes(backlog);
        held.put("inbox", backlog.mostBytes());
        return held;
    }

    // ---- Group ----

    @Override
    public String name() {
        return name;
    }

    @Override
    public Endpoint self() {
        return loop.self();
    }

    @Override
    public View view() {
        View latest = loop.view();
        if (latest == null) {
            throw new IllegalStateException("not joined yet");
        }
        return latest;
    }

    @Override
    public Receipt cast(byte[] payload, Delivery delivery) {
        return new CastReceipt(this, delivery, enqueue(payload, delivery, patience()));
    }

    @Override
    public @Nullable Receipt tryCast(byte[] payload, Delivery delivery) {
        long number = enqueue(payload, delivery, new Outbox.Patience.None());
        return number == Outbox.FULL ? null : new CastReceipt(this, delivery, number);
    }

    @Override
    public CompletionStage<Void> whenReady() {
        return outbox.whenReady();
    }

    @Override
    public @Nullable Receipt tryGbcast(byte[] payload) {
        long number = enqueueLast(payload, new Outbox.Patience.None());
        return number == Outbox.FULL ? null : new CastReceipt(this, Delivery.ORDERED, number);
    }

    @Override
    public Receipt gbcast(byte[] payload) {
        return new CastReceipt(this, Delivery.ORDERED, enqueueLast(payload, patience()));
    }

    private long enqueue(byte[] payload, Delivery delivery, Outbox.Patience patience) {
        checkCast(payload);
        return taken(outbox.cast(payload, delivery, patience));
    }

    private long enqueueLast(byte[] payload, Outbox.Patience patience) {
        checkCast(payload);
        return taken(outbox.gbcast(payload, patience));
    }

    private void checkCast(byte[] payload) {
        check(payload);
        if (groupOptions.primaryOnly() && loop.isOutsidePrimary()) {
            throw loop.notPrimary("takes casts");
        }
    }

    private long taken(long number) {
        if (number == Outbox.CLOSED) {
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
        return listening.isCaller()
                ? new Outbox.Patience.Overdrawing()
                : new Outbox.Patience.Waiting(options.nanos(Options.SEND_TIMEOUT));
    }

    private GroupClosedException closed() {
        return loop.closed();
    }

    @Override
    public void send(Endpoint to, byte[] payload) {
        enqueue(to, payload, patience());
    }

    private boolean enqueue(Endpoint to, byte[] payload, Outbox.Patience patience) {
        check(payload);
        // Whether the receiver is still there shows when it goes out: the application may be some views behind.
        long answer = outbox.send(to, payload, patience);
        if (answer == Outbox.CLOSED) {
            throw closed();
        }
        return answer != Outbox.FULL;
    }

    @Override
    public CompletionStage<Void> reconfigure(GroupProperties wanted) {
        wanted.validate();
        if (outbox.isClosed()) {
            throw closed();
        }
        if (loop.isOutsidePrimary()) {
            throw loop.notPrimary("changes its properties");
        }
        CompletableFuture<Void> granted = new CompletableFuture<>();
        node.call(() -> {
            loop.reconfigure(wanted, granted);
            return true;
        });
        return granted.minimalCompletionStage();
    }

    @Override
    public boolean flush(Duration timeout) throws InterruptedException {
        // Counted before the first wait: what is cast meanwhile is not waited for.
        long unordered = outbox.lastNumber(Delivery.UNORDERED);
        long beganNanos = System.nanoTime();
        return await(Delivery.ORDERED, Progress.Stage.STABLE, outbox.lastNumber(Delivery.ORDERED), timeout)
                && await(
                        Delivery.UNORDERED,
                        Progress.Stage.STABLE,
                        unordered,
                        timeout.minusNanos(System.nanoTime() - beganNanos));
    }

    boolean await(Delivery delivery, Progress.Stage stage, long number, Duration timeout) throws InterruptedException {
        return switch (loop.progress(delivery).await(stage, number, TimeUnit.NANOSECONDS.convert(timeout))) {
            case REACHED -> true;
            case TIMED_OUT -> false;
            case OVER -> throw closed();
        };
    }

    CompletionStage<Void> stage(Delivery delivery, Progress.Stage stage, long number) {
        return loop.progress(delivery).stage(stage, number);
    }

    @Override
    public Event receive() throws InterruptedException {
        return certain(next(Long.MAX_VALUE));
    }

    @Override
    public @Nullable Event receive(Duration timeout) throws InterruptedException {
        return next(Math.max(1, TimeUnit.NANOSECONDS.convert(timeout)));
    }

    private @Nullable Event next(long nanos) throws InterruptedException {
        enter();
        try {
            return consumer.next(nanos);
        } finally {
            receiving.setRelease(false);
        }
    }

    private static Event certain(@Nullable Event event) {
        if (event == null) {
            throw new IllegalStateException("waited for ever, in vain");
        }
        return event;
    }

    private void enter() {
        if (!receiving.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    listening.isBegun()
                            ? "group '" + name + "' has a listener, which gets all events; nothing is left to receive"
                            : "somebody is receiving from group '" + name
                                    + "' at this moment; let one thread take the events and hand them on");
        }
    }

    @Override
    public void listen(java.util.function.Consumer<? super Event> to) {
        listening.begin(to, this::enter);
    }

    @Override
    public Map<String, Long> counters() {
        return node.call(() -> {
            Map<String, Long> all = loop.counters().snapshot();
            all.putAll(node.counters());
            return all;
        });
    }

    @Override
    public String describe() {
        return node.call(() -> loop.endPoint().current().stack().describe());
    }

    @Override
    public void leave() {
        beginLeave();
        try {
            if (!loop.awaitGone(options.nanos(Options.LEAVE_TIMEOUT) * 3 / 2)) {
                end();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the first view. */
    void awaitJoined() {
        JoinException failed = loop.joining()
                .await(
                        options.nanos(Options.JOIN_TIMEOUT),
                        "nobody answered for group '" + name + "' within "
                                + options.get(Options.JOIN_TIMEOUT).toMillis() + " ms; seeds: "
                                + options.get(Options.SEEDS)
                                + ". Check the seeds, and that they can connect to this node at "
                                + node.address() + "; start more of them, or let this node found the group");
        boolean inTimeAfterAll = isJoined() && failed != null && failed.reason() == JoinException.Reason.NO_ANSWER;
        if (failed != null && !inTimeAfterAll) {
            end();
            throw failed;
        }
    }

    private void end() {
        node.call(() -> {
            loop.finish(Left.Reason.CLOSED);
            return true;
        });
    }

    // ---- from the consumer ----

    @Override
    public void stateFailed(String what, Throwable cause) {
        rim.note("'" + self() + "' leaves group '" + name + "': " + what + ": " + cause);
        loop.fail();
    }
}
