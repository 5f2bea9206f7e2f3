package dev.tutti.net;

import dev.tutti.Address;
import dev.tutti.GroupOptions;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.SteppedGroup;
import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Timers;
import dev.tutti.runtime.Link;
import dev.tutti.runtime.NodeRuntime;
import dev.tutti.runtime.Rim;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A node with its surroundings: opens them, steps them, closes them. Belongs to the thread that makes it. */
final class Driver implements Rim, Inbox, Stepped {
    /** How long what was sent last may take to go out after the node was closed. */
    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long DRAIN_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Thread owner = Thread.currentThread();
    private final Notices notices;
    private final RandomGenerator random = new SplittableRandom(new SecureRandom().nextLong());
    private final Loop loop;
    private final Resolver resolver;
    private final NetLink link;
    private final Seeds seeds;
    private final NodeRuntime node;
    private long drainUntilNanos;
    private boolean ended;

    /**
     * Opens everything.
     *
     * @param options validated
     * @param sink for notices
     * @throws dev.tutti.TransportException if the network cannot be opened
     */
    Driver(Options options, Consumer<String> sink) {
        Sockets sockets = Sockets.choose(options.get(Options.EPOLL));
        notices = new Notices(sink, System::nanoTime);
        loop = new Loop(sockets, notices);
        resolver = new Resolver("tutti-names-" + options.get(Options.NAME));
        // Before there is a network: opening it takes some rounds of the loop, and others may send meanwhile.
        node = new NodeRuntime(options, this);
        NetContext net = new NetContext(loop, sockets, resolver, this, notices, new Counters(), random);
        try {
            link = open(net, options);
        } catch (RuntimeException failed) {
            loop.end();
            resolver.close();
            throw failed;
        }
        seeds = new Seeds(options, new SrvRecords("dns:")::look, resolver, loop, notices);
    }

    /**
     * Opens the transport that was asked for.
     *
     * @param net what it needs
     * @param options which
     * @return ready to send and receive
     */
    static NetLink open(NetContext net, Options options) {
        return switch (options.get(Options.TRANSPORT)) {
            case TCP -> new TcpLink(net, options);
            case UDP, MULTICAST -> new UdpLink(net, options);
        };
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public SteppedGroup begin(String group, GroupOptions options) {
        checkOwner("begin()");
        return node.begin(group, options);
    }

    @Override
    public boolean step(long maxWaitNanos) {
        checkOwner("step()");
        if (ended) {
            return false;
        }
        if (!link.closed()) {
            loop.step(maxWaitNanos, this::turn);
            return true;
        }
        long now = loop.clock().nanoTime();
        if (drainUntilNanos == 0) {
            drainUntilNanos = now + DRAIN_NANOS;
        }
        if (!link.drained() && now - drainUntilNanos < 0) {
            loop.step(Math.min(maxWaitNanos, DRAIN_STEP_NANOS), () -> {});
            return true;
        }
        end();
        return false;
    }

    private void checkOwner(String what) {
        if (!Thread.currentThread().equals(owner)) {
            throw new IllegalStateException(
                    what + " belongs to the thread that made the node, which is " + owner.getName());
        }
    }

    /** Closes at once what is still open: nobody will step any more. */
    void abandon() {
        if (!ended) {
            try {
                node.end();
            } finally {
                end();
            }
        }
    }

    private void turn() {
        try {
            node.turn();
        } finally {
            // Also what was sent outside a turn, or before one failed.
            link.flush();
        }
    }

    private void end() {
        ended = true;
        seeds.close();
        resolver.close();
        loop.end();
        link.release();
    }

    @Override
    public void frame(Packet frame) {
        try {
            node.frame(frame);
        } catch (Throwable thrown) {
            notices.failed("taking a frame", thrown);
        }
    }

    @Override
    public void gone(Address peer) {
        try {
            node.gone(peer);
        } catch (Throwable thrown) {
            notices.failed("hearing that " + peer + " is gone", thrown);
        }
    }

    @Override
    public Clock clock() {
        return loop.clock();
    }

    @Override
    public Timers timers() {
        return loop.timers();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public List<Address> seeds() {
        return seeds.known();
    }

    @Override
    public boolean seedsComplete() {
        return seeds.complete();
    }

    @Override
    public void wake() {
        loop.wake();
    }

    @Override
    public void note(String notice) {
        notices.say(notice);
    }
}
