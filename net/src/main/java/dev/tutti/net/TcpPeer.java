package dev.tutti.net;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Timers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to one address: a connection when one is needed, made again when it breaks, and what waits for it.
 *
 * <p>Evidence. The address of a watched peer is dialled at once when its connection breaks. If that is refused, at each of the addresses
 * that its name has, or if another process answers than the one the connection went to, the peer is gone, and the inbox is told, once. A
 * timeout, an unreachable network or a name that cannot be resolved prove nothing.
 */
final class TcpPeer {
    private enum State {
        /** No connection, and nobody asks for one. */
        IDLE,
        /** Looking up the name, connecting, or waiting for the answer to our hello. */
        DIALLING,
        /** Frames can go. */
        UP,
        /** The last attempt failed; the next one has its time. */
        WAITING
    }

    /** Bytes that may wait for a connection. */
    static final int MAX_WAITING_BYTES = 1 << 20;

    /** Bytes after which a flush is not put off any longer. */
    private static final int FLUSH_BYTES = 256 << 10;

    private static final long BACKOFF_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long BACKOFF_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** First pause when a watched peer's connection broke: its port may be open a moment longer than its connections. */
    private static final long BACKOFF_DOUBT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A connection that lasted this long is a success; before, the pauses go on growing. */
    private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TcpLink link;
    private final NetContext net;
    private final TcpCounters counters;
    private final Address address;
    private final Outbox outbox = new Outbox();

    private State state = State.IDLE;
    private @Nullable Channel channel;
    private Timers.@Nullable Timer retry;
    private long backoffNanos = BACKOFF_MIN_NANOS;
    private int attempts;
    /** Failed attempts; each makes the next one take the next address, where a name has several. */
    private int failures;

    /** What the name stood for at the last attempt. */
    private List<InetAddress> hosts = List.of();
    /** Those of them that have refused, one after the other, since the peer is watched. */
    private final Set<InetAddress> refusing = new HashSet<>();

    private long diallingSinceNanos;
    private long upSinceNanos;
    /** Whether it was used since it was last looked after, so that sending does not read the clock. */
    private boolean used;

    private long usedNanos;

    private boolean watched;
    /** The process that a connection went to while it was watched, if there was one. */
    private boolean known;
    /** Whether the connection may go to a process that was a member before, and not to the one that is watched now. */
    private boolean formerly;

    private long nodeId;
    private boolean goneTold;

    private boolean dirty;
    private long writtenBytes;
    private long movedBytes;
    private long movedNanos;

    TcpPeer(TcpLink link, NetContext net, TcpCounters counters, Address address) {
        this.link = link;
        this.net = net;
        this.counters = counters;
        this.address = address;
        usedNanos = now();
    }

    Address address() {
        return address;
    }

    boolean watched() {
        return watched;
    }

    /**
     * A frame for this peer.
     *
     * @param frame the whole frame
     * @param shared the same in a buffer, if it is not small
     */
    void send(Packet frame, @Nullable ByteBuf shared) {
        if (!roomFor(frame.length())) {
            counters.dropped.increment();
            return;
        }
        used = true;
        if (shared == null) {
            outbox.copy(frame);
        } else {
            outbox.share(shared);
        }
        switch (state) {
            case UP -> {
                if (!dirty) {
                    dirty = true;
                    link.dirty(this);
                }
                if (outbox.bytes() > FLUSH_BYTES) {
                    write();
                }
            }
            case IDLE -> dial();
            case WAITING -> scheduleRetry();
            case DIALLING -> {}
        }
    }

    private boolean roomFor(int frameBytes) {
        return switch (state) {
            case UP -> channel != null && channel.isWritable();
            case IDLE, DIALLING, WAITING -> outbox.bytes() + frameBytes + Integer.BYTES <= MAX_WAITING_BYTES;
        };
    }

    /** Writes what has gathered. */
    void flush() {
        dirty = false;
        if (state == State.UP) {
            write();
        }
    }

    private void write() {
        Channel to = channel;
        if (to == null) {
            return;
        }
        writtenBytes += outbox.bytes();
        outbox.drain(buffer -> to.write(buffer, to.voidPromise()));
        to.flush();
    }

    /** The peer is a member of a view from now on. */
    void watch() {
        watched = true;
        goneTold = false;
        refusing.clear();
        known = state == State.UP && !formerly;
        if (state == State.IDLE || state == State.WAITING) {
            dial();
        }
    }

    /** The peer is no member any more. */
    void unwatch() {
        watched = false;
        known = false;
        formerly = true;
    }

    /**
     * Somebody who says that this is its address has connected to us.
     *
     * @param claimedId its process
     */
    void heardFrom(long claimedId) {
        if (state == State.UP && claimedId != nodeId) {
            // Ask at the address itself who is there, rather than believe it.
            drop();
            dial();
        } else if (state == State.WAITING && (watched || outbox.bytes() > 0)) {
            dial();
        }
    }

    /** An incoming connection of this peer broke: if none of ours tells more, look whether it is there. */
    void doubt() {
        if (watched && (state == State.IDLE || state == State.WAITING)) {
            backoffNanos = BACKOFF_DOUBT_NANOS;
            dial();
        }
    }

    private void dial() {
        cancelRetry();
        state = State.DIALLING;
        diallingSinceNanos = now();
        int attempt = ++attempts;
        net.resolver().resolve(address.host(), net.loop(), answer -> {
            if (state != State.DIALLING || attempt != attempts) {
                return;
            }
            switch (answer) {
                case Resolver.Answer.Found(List<InetAddress> addresses) -> {
                    hosts = addresses;
                    refusing.retainAll(hosts);
                    link.connect(this, attempt, new InetSocketAddress(host(), address.port()));
                }
                case Resolver.Answer.Unknown(String reason) -> {
                    net.notices()
                            .sayOnce(
                                    "resolve " + address.host(),
                                    reason + ": cannot reach " + address + "; check the name, will try again");
                    failed(false);
                }
            }
        });
    }

    /** Whose turn it is at this attempt. */
    private InetAddress host() {
        return hosts.get(failures % hosts.size());
    }

    /** Whether an event belongs to the present attempt or connection, and not to one that was given up. */
    boolean current(int attempt) {
        return attempt == attempts && (state == State.DIALLING || state == State.UP);
    }

    /** The attempt has a socket. */
    void dialled(Channel made) {
        channel = made;
    }

    /**
     * The attempt failed.
     *
     * @param refused whether that proves that nobody listens there
     */
    void unreachable(boolean refused) {
        channel = null;
        if (refused) {
            refusing.add(host());
            // One that refuses says nothing about the others.
            if (refusing.containsAll(hosts)) {
                tellGone();
            }
        }
        failed(refused);
    }

    /**
     * Something answered that is not the process we know, and not one that we can talk to.
     *
     * @param to its connection
     */
    void stranger(Channel to) {
        channel = null;
        to.close();
        if (known) {
            tellGone();
        }
        failed(false);
    }

    /**
     * The peer answered.
     *
     * @param answeredId its process
     */
    void up(long answeredId) {
        boolean other = known && answeredId != nodeId;
        if (other) {
            // What waited was meant for the one before.
            counters.dropped.add(outbox.discard());
        }
        refusing.clear();
        known = watched;
        formerly = false;
        nodeId = answeredId;
        state = State.UP;
        upSinceNanos = now();
        movedNanos = upSinceNanos;
        writtenBytes = 0;
        movedBytes = 0;
        if (other) {
            tellGone();
        }
        goneTold = false;
        if (state == State.UP) {
            write();
        }
    }

    /** The connection broke. */
    void broken() {
        boolean wasUp = state == State.UP;
        channel = null;
        counters.dropped.add(outbox.discard());
        if (!wasUp) {
            failed(false);
            return;
        }
        boolean steady = now() - upSinceNanos > STEADY_NANOS;
        if (watched) {
            backoffNanos = steady ? BACKOFF_DOUBT_NANOS : backoffNanos;
            counters.reconnects.increment();
            dial();
        } else {
            backoffNanos = steady ? BACKOFF_MIN_NANOS : backoffNanos;
            state = State.IDLE;
        }
    }

    private void tellGone() {
        if (watched && !goneTold) {
            goneTold = true;
            net.inbox().gone(address);
        }
    }

    private void failed(boolean refused) {
        state = State.WAITING;
        if (!refused) {
            refusing.clear();
        }
        failures = failures + 1 & Integer.MAX_VALUE;
        if (!watched) {
            // Whoever wants something of it says so again.
            counters.dropped.add(outbox.discard());
        }
        scheduleRetry();
    }

    private void scheduleRetry() {
        if (retry == null) {
            long jitter = net.random().nextLong(backoffNanos / 2 + 1);
            retry = net.loop().timers().after(backoffNanos / 2 + jitter, this::retry);
            backoffNanos = Math.min(BACKOFF_MAX_NANOS, backoffNanos * 2);
        }
    }

    private void retry() {
        retry = null;
        if (state != State.WAITING) {
            return;
        }
        if (watched || outbox.bytes() > 0) {
            dial();
        } else {
            state = State.IDLE;
        }
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    /**
     * Looks after it, about once a second.
     *
     * @param stallNanos for how long nothing may move on a connection that has something to move
     */
    void tend(long stallNanos) {
        if (used) {
            used = false;
            usedNanos = now();
        }
        Channel to = channel;
        if (to == null) {
            return;
        }
        if (state == State.DIALLING && now() - diallingSinceNanos > TcpLink.HELLO_NANOS) {
            to.close();
        }
        if (state != State.UP) {
            return;
        }
        long pending = TcpLink.pendingBytes(to);
        // Netty adds something per buffer to what is pending, so this may fall a little without progress, but never
        // rises.
        long moved = writtenBytes - pending;
        if (moved > movedBytes || pending <= 0) {
            movedBytes = moved;
            movedNanos = now();
        } else if (now() - movedNanos > stallNanos) {
            counters.stalled.increment();
            net.notices()
                    .sayOnce(
                            "stall " + address,
                            address + " takes nothing any more: closing the connection to make a new one");
            to.close();
        }
    }

    /**
     * When it was used last, to about a second.
     *
     * @return on the loop's clock
     */
    long usedNanos() {
        return usedNanos;
    }

    /** Gives the connection up and forgets what waits. */
    void drop() {
        cancelRetry();
        attempts++;
        Channel old = channel;
        channel = null;
        state = State.IDLE;
        counters.dropped.add(outbox.discard());
        if (old != null) {
            old.close();
        }
    }

    /**
     * Sends what there is and then closes.
     *
     * @return the connection that is about to close, if there is one
     */
    @Nullable Channel finish() {
        flush();
        Channel last = state == State.UP ? channel : null;
        channel = null;
        drop();
        return last;
    }

    /**
     * Whether it may be forgotten.
     *
     * @param idleNanos after this time without use
     * @return false for members of views
     */
    boolean forgettable(long idleNanos) {
        return !watched && now() - usedNanos > idleNanos;
    }

    private long now() {
        return net.loop().clock().nanoTime();
    }
}
