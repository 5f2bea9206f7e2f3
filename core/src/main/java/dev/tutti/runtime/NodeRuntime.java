package dev.tutti.runtime;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.Group;
import dev.tutti.GroupClosedException;
import dev.tutti.GroupOptions;
import dev.tutti.Left;
import dev.tutti.Names;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Timers;
import dev.tutti.membership.Control;
import dev.tutti.membership.ControlCodec;
import dev.tutti.membership.Outside;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A node over some rim: hands frames to the views and groups they belong to, and runs what application threads ask for on the loop.
 */
public final class NodeRuntime implements Node {
    private final Options options;
    private final Rim rim;
    private final Counters counters = new Counters();
    private final LoopTasks tasks;

    // On the loop only.
    private final Map<String, GroupRuntime> groups = new LinkedHashMap<>();
    private final Map<Long, GroupRuntime> groupsByConnection = new HashMap<>();
    private final Map<Long, ViewStack> views = new HashMap<>();
    private final EndedViews ended = new EndedViews();
    private final EarlyFrames early;
    /** Whether closing has begun. */
    private boolean closing;

    private final Counters.Counter framesIn = counters.counter("node.frames");
    private final Counters.Counter truncated = counters.counter("node.truncated");
    private final Counters.Counter foreign = counters.counter("node.foreign");
    private final Counters.Counter corrupt = counters.counter("node.corrupt");
    private final Counters.Counter unknownVersion = counters.counter("node.unknown-version");
    private final Counters.Counter otherGroup = counters.counter("node.other-group");
    private final Counters.Counter stale = counters.counter("node.stale");
    private final Counters.Counter malformed = counters.counter("node.malformed");
    private final Counters.Counter otherIncarnation = counters.counter("node.other-incarnation");

    /**
     * A node without groups. The thread that makes it counts as the loop's until a turn is taken.
     *
     * @param options validated
     * @param rim everything it needs from outside
     */
    public NodeRuntime(Options options, Rim rim) {
        this.options = options;
        this.rim = rim;
        this.tasks = new LoopTasks(rim::wake, unexpected -> failed("running a task", unexpected));
        this.early = new EarlyFrames(rim.clock(), counters);
    }

    // ---- from the loop ----

    /**
     * Takes a frame from the network. On the loop only. Whatever its bytes are, no exception comes out: what is not for this node is
     * dropped and counted.
     *
     * @param frame the bytes; taken over
     */
    public void frame(Packet frame) {
        framesIn.increment();
        try {
            accept(frame);
        } catch (Throwable unexpected) {
            // No frame may do that; if one does, the others must not suffer.
            failed("handling a frame", unexpected);
        }
    }

    private void failed(String doing, Throwable cause) {
        Counters.Counter failures = counters.counter("node.failures");
        failures.increment();
        if (Long.bitCount(failures.count()) == 1) {
            StackTraceElement[] trace = cause.getStackTrace();
            rim.note("failed in " + doing + ", " + failures.count() + " times so far: " + cause
                    + (trace.length == 0 ? "" : " at " + trace[0]));
        }
    }

    private void accept(Packet frame) {
        switch (Frame.inspect(frame)) {
            case ACCEPTED -> {
                if (Frame.kind(frame) == Frame.GROUP) {
                    groupFrame(frame);
                } else {
                    viewFrame(frame);
                }
            }
            case TRUNCATED -> truncated.increment();
            case FOREIGN -> foreign.increment();
            case CORRUPT -> corrupt.increment();
            case UNKNOWN_VERSION -> {
                if (unknownVersion.count() == 0) {
                    rim.note(
                            "a frame of an unknown wire version came in: some node runs another release; its frames are dropped");
                }
                unknownVersion.increment();
            }
        }
    }

    private void viewFrame(Packet frame) {
        long connection = Frame.connection(frame);
        ViewStack view = views.get(connection);
        if (view != null) {
            view.stack().receive(frame);
        } else if (ended.contains(connection)) {
            stale.increment();
        } else {
            early.keep(connection, frame);
        }
    }

    private void groupFrame(Packet frame) {
        GroupRuntime group = groupsByConnection.get(Frame.connection(frame));
        if (group == null) {
            otherGroup.increment();
            return;
        }
        try {
            frame.skip(Frame.HEADER_BYTES);
            long to = ControlCodec.receiver(frame);
            if (to != 0 && to != group.loop().endPoint().self().id()) {
                otherIncarnation.increment();
                return;
            }
            group.loop().receive(ControlCodec.decode(frame));
        } catch (MalformedException nonsense) {
            malformed.increment();
        }
    }

    /**
     * The transport has proof that the process behind an address is gone: its connection broke and was refused when tried again, or
     * another incarnation answers there. On the loop only.
     *
     * @param peer the address as this node was told of it
     */
    public void gone(Address peer) {
        counters.counter("node.gone").increment();
        List.copyOf(groups.values()).forEach(group -> group.loop().endPoint().gone(peer));
    }

    /** Does what application threads have asked for and sends what has gathered. On the loop only, after each batch of frames. */
    public void turn() {
        tasks.turn();
        early.expire();
        boolean more = false;
        for (GroupRuntime group : List.copyOf(groups.values())) {
            try {
                more |= group.loop().turn();
            } catch (Throwable unexpected) {
                failed("sending what has gathered", unexpected);
            }
        }
        rim.link().flush();
        if (more) {
            rim.wake();
        }
    }

    // ---- from application threads ----

    /** Runs something on the loop, soon. From any thread; dropped when the node is closed. */
    void execute(Runnable task) {
        tasks.execute(task);
    }

    /** Runs something on the loop and waits for it; at once if this is the loop, or if the node is closed. */
    <T> T call(Supplier<T> question) {
        return tasks.call(question);
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public Address address() {
        return rim.link().address();
    }

    @Override
    public Address boundAddress() {
        return rim.link().boundAddress();
    }

    /** Frames of views that are not known here. */
    long earlyBytes() {
        return early.bytes();
    }

    /** What the node has counted, and its transport. */
    Map<String, Long> counters() {
        Map<String, Long> all = counters.snapshot();
        all.putAll(rim.link().counters());
        return all;
    }

    @Override
    public Group join(String group, GroupOptions groupOptions) {
        GroupRuntime member = call(() -> add(group, groupOptions, false));
        member.awaitJoined();
        return member;
    }

    /**
     * Begins to join a group without waiting, for those who step the loop themselves. On the loop's thread.
     *
     * @param group its name
     * @param groupOptions for this group
     * @return the member, which has no view yet
     */
    public GroupRuntime begin(String group, GroupOptions groupOptions) {
        return add(group, groupOptions, true);
    }

    private GroupRuntime add(String name, GroupOptions groupOptions, boolean stepped) {
        String problem = Names.problem(name);
        if (problem != null) {
            throw new IllegalArgumentException("a group's name " + problem);
        }
        if (closing) {
            throw new GroupClosedException("the node is closed");
        }
        if (groups.containsKey(name)) {
            throw new IllegalStateException("this node is in group '" + name + "' already");
        }
        groupOptions.validate();
        Endpoint self = new Endpoint(options.get(Options.NAME), rim.random().nextLong() | 1, address());
        GroupRuntime group = new GroupRuntime(this, name, self, groupOptions, rim, stepped);
        groups.put(name, group);
        groupsByConnection.put(Connections.ofGroup(name), group);
        group.loop().start();
        return group;
    }

    /** A member is out. */
    void forget(String group) {
        groups.remove(group);
        groupsByConnection.remove(Connections.ofGroup(group));
        peersChanged();
    }

    @Override
    public void close() {
        if (!tasks.isLoop()) {
            // The loop itself cannot wait for what it must do: whoever steps it leaves first, or goes without ceremony.
            List<GroupRuntime> open = call(() -> List.copyOf(groups.values()));
            open.forEach(GroupRuntime::beginLeave);
            open.forEach(GroupRuntime::leave);
        }
        call(() -> {
            end();
            return true;
        });
    }

    /**
     * Closes everything without ceremony. On the loop only: called also when the loop ends for another reason than {@link #close}.
     * Harmless when closed.
     */
    public void end() {
        if (closing) {
            return;
        }
        closing = true;
        try {
            for (GroupRuntime group : List.copyOf(groups.values())) {
                try {
                    group.loop().finish(Left.Reason.CLOSED);
                } catch (Throwable unexpected) {
                    failed("closing a group", unexpected);
                }
            }
            rim.link().close();
        } finally {
            tasks.end();
        }
    }

    private void peersChanged() {
        Set<Address> peers = new LinkedHashSet<>();
        groups.values().forEach(group -> peers.addAll(group.loop().endPoint().peers()));
        rim.link().watch(List.copyOf(peers));
    }

    private void say(Address to, long receiver, String group, Control message) {
        rim.link().send(to, frame(receiver, group, message));
    }

    private static Packet frame(long receiver, String group, Control message) {
        Packet packet = ControlCodec.encode(receiver, message);
        Frame.push(packet, Frame.GROUP, Connections.ofGroup(group), 0);
        return packet;
    }

    /** What a group's end-point needs of its node. */
    Router router(String group) {
        return new Router() {
            @Override
            public void add(ViewStack stack) {
                views.put(stack.connection(), stack);
                ended.remove(stack.connection());
                List<Packet> kept = early.take(stack.connection());
                if (!kept.isEmpty()) {
                    execute(() -> kept.forEach(NodeRuntime.this::frame));
                }
            }

            @Override
            public void remove(ViewStack stack) {
                if (views.remove(stack.connection(), stack)) {
                    ended.add(stack.connection());
                }
            }

            @Override
            public void tell(Endpoint to, @Nullable Control message) {
                if (message != null) {
                    say(to.address(), to.id(), group, message);
                }
            }

            @Override
            public void peersChanged() {
                NodeRuntime.this.peersChanged();
            }
        };
    }

    /** What a group's membership needs from outside. */
    Outside outside(String group) {
        return new Outside() {
            @Override
            public Clock clock() {
                return rim.clock();
            }

            @Override
            public Timers timers() {
                return rim.timers();
            }

            @Override
            public RandomGenerator random() {
                return rim.random();
            }

            @Override
            public List<Address> seeds() {
                return rim.seeds();
            }

            @Override
            public boolean seedsComplete() {
                return rim.seedsComplete();
            }

            @Override
            public boolean announces() {
                return rim.link().announces();
            }

            @Override
            public void tell(Endpoint to, Control message) {
                say(to.address(), to.id(), group, message);
            }

            @Override
            public void ask(Address to, Control message) {
                say(to, 0, group, message);
            }

            @Override
            public void announce(Control message) {
                rim.link().announce(frame(0, group, message));
            }

            @Override
            public void note(String notice) {
                rim.note(group + ": " + notice);
            }
        };
    }
}
