package dev.tutti.sim.world;

import dev.tutti.Address;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The network: carries frames between processes, or does not. Each direction between two addresses has a quality of its own; on top
 * come cuts and partitions. A frame that is under way when its way is cut is lost.
 */
public final class SimNetwork {
    /** A larger frame than {@link dev.tutti.runtime.Link#maxFrameBytes} allows for must never be sent. */
    public static final int LARGEST_FRAME_BYTES = 65_000;

    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final Map<Address, Port> byAddress = new HashMap<>();
    private final List<Port> ports = new ArrayList<>();
    private final Counters counters = new Counters();
    private final Counters.Counter sent = counters.counter("sent");
    private final Counters.Counter delivered = counters.counter("delivered");
    private final Counters.Counter lost = counters.counter("lost");
    private final Counters.Counter cut = counters.counter("cut");
    private final Counters.Counter doubled = counters.counter("doubled");
    private final Counters.Counter corrupted = counters.counter("corrupted");
    private final Counters.Counter overflowed = counters.counter("overflowed");
    private LinkQuality usual = LinkQuality.LAN;
    private FrameFilter filter = (from, to, frame) -> true;
    private @Nullable FrameObserver observer;
    private boolean multicast;
    private long latestArrivalNanos;

    /**
     * An empty network of the quality {@link LinkQuality#LAN}.
     *
     * @param scheduler time
     * @param random decides the fate of frames
     */
    public SimNetwork(Scheduler scheduler, RandomGenerator random) {
        this.scheduler = scheduler;
        this.random = random;
    }

    /**
     * What became of the frames so far.
     *
     * @return counts by name
     */
    public Map<String, Long> counts() {
        return counters.snapshot();
    }

    /**
     * Gives all directions the same quality.
     *
     * @param quality what they do to frames
     */
    public void quality(LinkQuality quality) {
        usual = quality;
        for (Port from : ports) {
            for (Port to : ports) {
                from.to(to, usual).quality = quality;
            }
        }
    }

    /**
     * Gives one direction a quality.
     *
     * @param from address of the sender
     * @param to address of the receiver
     * @param quality what it does to frames
     */
    public void quality(Address from, Address to, LinkQuality quality) {
        channel(from, to).quality = quality;
    }

    /**
     * Lets nothing pass in one direction.
     *
     * @param from address of the sender
     * @param to address of the receiver
     */
    public void cut(Address from, Address to) {
        channel(from, to).cut = true;
    }

    /**
     * Takes back a {@link #cut}.
     *
     * @param from address of the sender
     * @param to address of the receiver
     */
    public void mend(Address from, Address to) {
        channel(from, to).cut = false;
    }

    /**
     * Lets frames pass only within each part. Addresses that are in no part form one more. Replaces a partition that was there; cuts
     * stay.
     *
     * @param parts addresses of each
     */
    public void partition(List<? extends Collection<Address>> parts) {
        for (Port port : ports) {
            port.part = 0;
        }
        int number = 0;
        for (Collection<Address> part : parts) {
            number++;
            for (Address address : part) {
                port(address).part = number;
            }
        }
    }

    /** Ends partitions and cuts. */
    public void heal() {
        for (Port from : ports) {
            from.part = 0;
            for (Port to : ports) {
                from.to(to, usual).cut = false;
            }
        }
    }

    /**
     * Whether frames pass in one direction, apart from chance.
     *
     * @param from address of the sender
     * @param to address of the receiver
     * @return false if it is cut, or the two are in different parts
     */
    public boolean open(Address from, Address to) {
        return channel(from, to).open();
    }

    /**
     * Chooses frames to be lost, until the next call.
     *
     * @param chosen sees every frame
     */
    public void filter(FrameFilter chosen) {
        filter = chosen;
    }

    /**
     * Puts a frame on its way that a {@link #filter} kept back when it was sent. Now nothing keeps it back but a cut.
     *
     * @param from address of the sender
     * @param to address of the receiver
     * @param frame the whole frame
     */
    public void release(Address from, Address to, Packet frame) {
        Channel channel = channel(from, to);
        if (channel.open()) {
            carry(channel, frame);
        } else {
            cut.increment();
            lost(channel, frame, scheduler.nowNanos());
        }
    }

    /**
     * When the last of the frames that are under way reaches its end. Those that are sent later on the same way may wait for it, so only
     * then a network that was healed is as good as new.
     *
     * @return a moment, perhaps past
     */
    public long latestArrivalNanos() {
        return latestArrivalNanos;
    }

    /**
     * Lets somebody watch, from now on.
     *
     * @param watcher sees every frame
     */
    public void observe(FrameObserver watcher) {
        observer = watcher;
    }

    /**
     * Says whether announcements reach everybody, as by multicast.
     *
     * @param works false unless set
     */
    public void multicast(boolean works) {
        multicast = works;
    }

    Port port(Address address) {
        Port port = byAddress.get(address);
        if (port == null) {
            port = new Port(address, ports.size());
            ports.add(port);
            byAddress.put(address, port);
        }
        return port;
    }

    private Channel channel(Address from, Address to) {
        return port(from).to(port(to), usual);
    }

    void send(Port from, Address to, Packet frame) {
        Port target = byAddress.get(to);
        if (target == null) {
            lost.increment();
            return;
        }
        send(from, target, frame);
    }

    boolean announces() {
        return multicast;
    }

    void announce(Port from, Packet frame) {
        if (multicast) {
            for (Port to : ports) {
                if (to != from) {
                    send(from, to, frame);
                }
            }
        }
    }

    private void send(Port from, Port to, Packet frame) {
        if (frame.length() > LARGEST_FRAME_BYTES) {
            throw new IllegalStateException("a frame of " + frame.length() + " bytes is above the limit");
        }
        sent.increment();
        Channel channel = from.to(to, usual);
        LinkQuality quality = channel.quality;
        if (!channel.open()) {
            cut.increment();
            lost(channel, frame, scheduler.nowNanos());
        } else if (channel.bytesUnderWay + frame.length() > quality.queueBytes()) {
            overflowed.increment();
            lost(channel, frame, scheduler.nowNanos());
        } else if (LinkQuality.happens(quality.loss(), random) || !filter.passes(from.address, to.address, frame)) {
            lost.increment();
            lost(channel, frame, scheduler.nowNanos());
        } else {
            carry(channel, frame);
            if (LinkQuality.happens(quality.duplication(), random)) {
                doubled.increment();
                carry(channel, frame);
            }
        }
    }

    private void lost(Channel channel, Packet frame, long sentNanos) {
        if (observer != null) {
            observer.lost(channel.from.address, channel.to.address, frame, sentNanos);
        }
    }

    private void carry(Channel channel, Packet frame) {
        // A copy for each receiver: the sender may write into its array as soon as this returns.
        byte[] bytes = frame.toBytes();
        LinkQuality quality = channel.quality;
        if (LinkQuality.happens(quality.corruption(), random)) {
            bytes = corrupt(bytes);
        }
        long arrivalNanos = scheduler.nowNanos() + quality.drawDelayNanos(random);
        if (!LinkQuality.happens(quality.reordering(), random)) {
            arrivalNanos = Math.max(arrivalNanos, channel.lastArrivalNanos);
            channel.lastArrivalNanos = arrivalNanos;
        }
        latestArrivalNanos = Math.max(latestArrivalNanos, arrivalNanos);
        channel.bytesUnderWay += bytes.length;
        scheduler.schedule(arrivalNanos, new Arrival(this, channel, bytes, scheduler.nowNanos()));
    }

    private byte[] corrupt(byte[] bytes) {
        corrupted.increment();
        if (bytes.length == 0 || random.nextInt(4) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        }
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return bytes;
    }

    void arrive(Channel channel, byte[] bytes, long sentNanos) {
        channel.bytesUnderWay -= bytes.length;
        Packet frame = Packet.wrap(bytes, 0, bytes.length);
        if (channel.open()) {
            delivered.increment();
            if (observer != null) {
                observer.arrived(channel.from.address, channel.to.address, frame.duplicate(), sentNanos);
            }
            channel.to.deliver(frame);
        } else {
            cut.increment();
            lost(channel, frame, sentNanos);
        }
    }

    /** Tells those who watch an address, and can be reached from there, that its process is gone. */
    void evidence(Port gone) {
        for (Port port : ports) {
            SimProcess process = port.process;
            if (process != null
                    && port.watched.contains(gone.address)
                    && gone.to(port, usual).open()
                    && port.to(gone, usual).open()) {
                long delayNanos = gone.to(port, usual).quality.drawDelayNanos(random);
                scheduler.after(delayNanos, () -> process.gone(gone.address));
            }
        }
    }

    /** A frame reaches its end. */
    private static final class Arrival extends Task {
        private final SimNetwork network;
        private final Channel channel;
        private final byte[] bytes;
        private final long sentNanos;

        Arrival(SimNetwork network, Channel channel, byte[] bytes, long sentNanos) {
            this.network = network;
            this.channel = channel;
            this.bytes = bytes;
            this.sentNanos = sentNanos;
        }

        @Override
        void run() {
            network.arrive(channel, bytes, sentNanos);
        }
    }
}
