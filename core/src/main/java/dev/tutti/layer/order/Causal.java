package dev.tutti.layer.order;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Up;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Causal order (cbcast of Birman, Schiper and Stephenson): what a member had delivered before it cast is delivered before that cast at
 * every member. See docs/layers/causal.md.
 *
 * <p>A cast says how many casts of each other sender its own sender had delivered. Below is FIFO, so only what changed since the last
 * one is said; where one member alone talks, nothing is. A member holds a cast back until it has delivered as many.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Causal extends Layer
        implements Down.Cast, Down.Send, Up.Cast, Up.Send, Up.Stable, Up.StableCasts, Up.Settled {
    /** The low bits of a header's first number. */
    private static final int AHEAD = 1;

    private static final int ANEW = 2;
    private static final int FLAG_BITS = 2;

    /** The first number of a header in a view of any size. */
    private static final int MAX_FIRST_BYTES = 3;

    /** Receiver that stands for a cast. */
    private static final int ALL = -1;

    private final boolean compressed;
    private final boolean withSends;
    private final int maxBodyBytes;

    private int me;
    private long[] delivered;
    private long castsMade;
    private long[] castTold;
    /** By receiver; empty until there was a send. */
    private long[][] sendTold;

    private Stream[] casts;
    private Stream[] sends;
    private final List<Stream> streams = new ArrayList<>();
    private int waiting;
    private boolean draining;

    private long[] stable;
    private long newestTag;
    private long reportedTag;
    private long awaitedTag;
    /** What must be stable before {@link #awaitedTag} is told; empty if nothing waits to be told. */
    private long[] tagAwaits = new long[0];

    private long[] reportedCasts;
    private long[] awaitedCasts;
    /** What must be stable before {@link #awaitedCasts} are told; empty if nothing waits to be told. */
    private long[] castsAwait = new long[0];
    /** Whether casts are known to be stable that wait here for what they follow. */
    private boolean stableAhead;

    private Counters.Counter malformed;
    private Counters.Counter delayed;
    private Counters.Counter orphans;
    private Counters.Counter ahead;
    private Counters.Counter headerBytes;

    /** What comes from one member on one path, oldest first. */
    private static final class Stream {
        private final int origin;
        private final boolean ofCasts;
        private final ArrayDeque<Packet> packets = new ArrayDeque<>(1);

        /** Casts that its sender had delivered when it made the last one looked at, by their sender. */
        private final long[] base;

        /** Casts that were not passed on: their places among all that have come. */
        private final ArrayDeque<Long> hidden = new ArrayDeque<>(0);

        private long stableHidden;

        // Of the oldest packet: how far its header has been read, and what it waits for.
        private boolean begun;
        private boolean bodiless;
        private int entries;
        private int waitsFor;
        private long waitsUntil;

        Stream(int origin, int size, boolean ofCasts) {
            this.origin = origin;
            this.ofCasts = ofCasts;
            base = new long[size];
        }
    }

    /**
     * A layer for one view.
     *
     * @param compressed whether only what has changed is said; members may differ in that
     * @param withSends whether sends to one member take part: they wait for the casts that their sender had delivered
     * @param maxBodyBytes the largest packet that the layers below take; what a header needs beyond goes ahead in packets of its own
     */
    public Causal(boolean compressed, boolean withSends, int maxBodyBytes) {
        if (maxBodyBytes < 32) {
            throw new IllegalArgumentException("no room for a header in " + maxBodyBytes + " bytes");
        }
        this.compressed = compressed;
        this.withSends = withSends;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public String name() {
        return "causal";
    }

    @Override
    public long heldBytes() {
        long bytes = 0;
        for (Stream stream : streams) {
            bytes += bytes(stream.packets) + (long) stream.hidden.size() * Long.BYTES;
        }
        return bytes;
    }

    @Override
    protected void start() {
        int size = context().size();
        me = context().rank();
        delivered = new long[size];
        castTold = new long[size];
        sendTold = new long[size][];
        stable = new long[size];
        reportedCasts = new long[size];
        awaitedCasts = new long[size];
        casts = new Stream[size];
        sends = new Stream[size];
        for (int rank = 0; rank < size; rank++) {
            casts[rank] = new Stream(rank, size, true);
            streams.add(casts[rank]);
            sendTold[rank] = new long[0];
        }
        for (int rank = 0; rank < size && withSends; rank++) {
            sends[rank] = new Stream(rank, size, false);
            streams.add(sends[rank]);
        }
        malformed = counter("malformed");
        delayed = counter("delayed");
        orphans = counter("orphans");
        ahead = counter("ahead");
        headerBytes = counter("header-bytes");
    }

    // ---- down ----

    @Override
    public void castDown(Packet packet) {
        // Of its own casts nothing need be said: below is FIFO.
        depend(ALL, castTold, 0, packet);
        out(ALL, packet);
    }

    @Override
    public void sendDown(int to, Packet packet) {
        if (withSends) {
            if (sendTold[to].length == 0) {
                sendTold[to] = new long[delivered.length];
            }
            depend(to, sendTold[to], castsMade, packet);
        }
        sendBelow(to, packet);
    }

    private void out(int to, Packet packet) {
        if (to == ALL) {
            castsMade++;
            castBelow(packet);
        } else {
            sendBelow(to, packet);
        }
    }

    private void depend(int to, long[] told, long own, Packet packet) {
        boolean anew = !compressed;
        if (anew) {
            Arrays.fill(told, 0);
        }
        if (newsBytes(told, own) > maxBodyBytes - packet.length()) {
            boolean more = true;
            while (more) {
                Packet first = Packet.empty(0);
                more = pushNews(first, told, own, (anew ? ANEW : 0) | AHEAD);
                anew = false;
                ahead.increment();
                out(to, first);
            }
        }
        int body = packet.length();
        pushNews(packet, told, own, anew ? ANEW : 0);
        headerBytes.add(packet.length() - body);
    }

    private int newsBytes(long[] told, long own) {
        int bytes = MAX_FIRST_BYTES;
        for (int rank = 0; rank < told.length; rank++) {
            long news = made(rank, own) - told[rank];
            bytes += news > 0 ? Packet.varintBytes(rank) + Packet.varintBytes(step(news)) : 0;
        }
        return bytes;
    }

    /** Pushes what has not been told yet, as far as there is room; returns whether there is more. */
    private boolean pushNews(Packet packet, long[] told, long own, int flags) {
        int entries = 0;
        boolean more = false;
        for (int rank = 0; rank < told.length && !more; rank++) {
            for (long news = made(rank, own) - told[rank]; news > 0 && !more; news = made(rank, own) - told[rank]) {
                int step = step(news);
                int bytes = Packet.varintBytes(rank) + Packet.varintBytes(step) + MAX_FIRST_BYTES;
                more = packet.length() + bytes > maxBodyBytes;
                if (!more) {
                    packet.pushVarint(step);
                    packet.pushVarint(rank);
                    told[rank] += step;
                    entries++;
                }
            }
        }
        packet.pushVarint(entries << FLAG_BITS | flags);
        return more;
    }

    private long made(int rank, long own) {
        return rank == me ? own : delivered[rank];
    }

    private static int step(long news) {
        return (int) Math.min(news, Integer.MAX_VALUE);
    }

    // ---- up ----

    @Override
    public void castUp(int origin, Packet packet) {
        come(casts[origin], packet);
    }

    @Override
    public void sendUp(int origin, Packet packet) {
        if (withSends) {
            come(sends[origin], packet);
        } else {
            sendAbove(origin, packet);
        }
    }

    private void come(Stream stream, Packet packet) {
        stream.packets.add(packet);
        waiting++;
        if (draining) {
            // Whoever drains looks again.
            return;
        }
        draining = true;
        boolean some = drain(stream);
        if (!some) {
            delayed.increment();
        }
        boolean moved = some;
        while (moved && waiting > 0) {
            moved = false;
            for (Stream each : streams) {
                moved |= drain(each);
            }
        }
        draining = false;
        if (some && stableAhead) {
            reportCasts();
        }
    }

    private boolean drain(Stream stream) {
        boolean moved = false;
        while (!stream.packets.isEmpty() && ready(stream)) {
            moved = true;
            waiting--;
            stream.begun = false;
            deliver(stream, stream.packets.remove());
        }
        return moved;
    }

    private void deliver(Stream stream, Packet packet) {
        if (stream.ofCasts) {
            delivered[stream.origin]++;
            if (stream.bodiless) {
                stream.hidden.add(delivered[stream.origin]);
            } else {
                castAbove(stream.origin, packet);
            }
        } else if (!stream.bodiless) {
            sendAbove(stream.origin, packet);
        }
    }

    /** Whether the oldest packet may be delivered. Reads its header as far as that is so. */
    private boolean ready(Stream stream) {
        Packet packet = stream.packets.element();
        try {
            if (!stream.begun) {
                begin(stream, packet.popVarint());
            }
            while (stream.waitsUntil <= delivered[stream.waitsFor]) {
                if (stream.entries == 0) {
                    return true;
                }
                stream.entries--;
                int rank = packet.popVarint();
                int step = packet.popVarint();
                if (rank >= delivered.length || step == 0) {
                    throw new MalformedException("no such sender, or nothing new");
                }
                stream.base[rank] += step;
                stream.waitsFor = rank;
                stream.waitsUntil = stream.base[rank];
            }
            return false;
        } catch (MalformedException nonsense) {
            // Below stands a loop that delivers further packets, and they are counted: it has its place, but goes no
            // further.
            malformed.increment();
            stream.begun = true;
            stream.bodiless = true;
            stream.entries = 0;
            stream.waitsUntil = 0;
            return true;
        }
    }

    private static void begin(Stream stream, int first) {
        stream.begun = true;
        stream.bodiless = (first & AHEAD) != 0;
        stream.entries = first >>> FLAG_BITS;
        stream.waitsUntil = 0;
        if ((first & ANEW) != 0) {
            Arrays.fill(stream.base, 0);
        }
    }

    // ---- stability ----

    /** Own casts are stable below. They will be delivered by all only if what they follow is stable too. */
    @Override
    public void stableUp(long tag) {
        newestTag = tag;
        reportTag();
    }

    /** Likewise for the casts of all: the layers above must not take one for delivered whose cause some member lacks. */
    @Override
    public void stableCastsUp(long[] now) {
        stable = now;
        reportTag();
        reportCasts();
    }

    private void reportTag() {
        while (newestTag > reportedTag) {
            if (tagAwaits.length == 0) {
                // Whatever those casts follow was delivered here before them, so before now; and of own casts only
                // they.
                tagAwaits = delivered.clone();
                tagAwaits[me] = 0;
                awaitedTag = newestTag;
            }
            if (!isStable(tagAwaits)) {
                return;
            }
            tagAwaits = new long[0];
            reportedTag = awaitedTag;
            stableAbove(awaitedTag);
        }
    }

    private void reportCasts() {
        long[] newest = stableHere();
        while (!Arrays.equals(newest, reportedCasts)) {
            if (castsAwait.length == 0) {
                castsAwait = delivered.clone();
                awaitedCasts = newest;
            }
            if (!isStable(castsAwait)) {
                return;
            }
            castsAwait = new long[0];
            reportedCasts = awaitedCasts;
            stableCastsAbove(passedOn(awaitedCasts));
        }
    }

    /** Stable casts that were delivered here, so that it is known what they follow. */
    private long[] stableHere() {
        long[] here = new long[stable.length];
        stableAhead = false;
        for (int rank = 0; rank < here.length; rank++) {
            here[rank] = Math.min(stable[rank], delivered[rank]);
            stableAhead |= stable[rank] > delivered[rank];
        }
        return here;
    }

    private boolean isStable(long[] casts) {
        for (int rank = 0; rank < casts.length; rank++) {
            if (stable[rank] < casts[rank]) {
                return false;
            }
        }
        return true;
    }

    private long[] passedOn(long[] counts) {
        long[] passedOn = counts.clone();
        for (Stream stream : casts) {
            while (!stream.hidden.isEmpty() && stream.hidden.element() <= counts[stream.origin]) {
                stream.hidden.remove();
                stream.stableHidden++;
            }
            passedOn[stream.origin] -= stream.stableHidden;
        }
        return passedOn;
    }

    // ---- the end of the view ----

    /** Who comes along has all that it had delivered in its cut; so what still waits follows something that only lost members had. */
    @Override
    public void settledUp() {
        for (Stream stream : streams) {
            orphans.add(stream.packets.size());
            waiting -= stream.packets.size();
            stream.packets.clear();
            stream.begun = false;
        }
        settledAbove();
    }
}
