package dev.tutti.net;

import dev.tutti.Address;
import dev.tutti.Options;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Frames over TCP. Each node listens on one port, and opens a connection of its own to each peer to which it sends; a connection carries
 * frames one way only. What is written in a turn goes out in {@link #flush}.
 */
final class TcpLink implements NetLink {
    /** Frames that data should fill: far fewer system calls than with small ones, and no more memory per peer than a socket has. */
    static final int DEFAULT_FRAME_BYTES = 60_000;

    /** Time for both hellos. */
    static final long HELLO_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int MAX_PENDING_BYTES = 8 << 20;
    private static final int LOW_PENDING_BYTES = 4 << 20;
    private static final int SOCKET_BYTES = 4 << 20;
    private static final int RECEIVE_BYTES = 256 << 10;
    private static final int READS_PER_TURN = 1;
    private static final int MAX_INCOMING = 1_024;
    private static final int MAX_STRANGERS = 128;

    /** Incoming connections of one process: it may reach this node by several names, and makes a new one when one is half-open. */
    static final int MAX_PER_PROCESS = 4;

    private static final int MAX_UNWATCHED = 256;
    private static final int MAX_PEERS = 4_096;
    private static final int CONNECT_MILLIS = 3_000;
    private static final int STALL_MILLIS = 15_000;

    /** Nothing moves on a connection for so long although there is something to send: the other end is not there any more. */
    static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(STALL_MILLIS);

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long TEND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Members send heartbeats, at least one a minute, and others close what they do not use: who is silent for longer is dead. */
    static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private final NetContext net;
    private final TcpCounters counters;
    private final ReceiveBuffers buffers;
    private final Bootstrap client;
    private final Channel server;
    private final Address address;
    private final Address boundAddress;
    private final int maxFrameBytes;
    private final long nodeId;

    private final Map<Address, TcpPeer> peers = new HashMap<>();
    private final List<TcpPeer> dirty = new ArrayList<>();
    /** Incoming connections that have not introduced themselves, oldest first. */
    private final Set<TcpIncoming> strangers = new LinkedHashSet<>();

    /** Those that have, oldest first, with the process at the other end. */
    private final Map<TcpIncoming, Long> incoming = new LinkedHashMap<>();

    private final Set<Channel> closing = new HashSet<>();
    private boolean closed;

    /**
     * Listens.
     *
     * @param net what a transport needs
     * @param options where, and how large frames are
     * @throws dev.tutti.TransportException if that is impossible
     */
    TcpLink(NetContext net, Options options) {
        this.net = net;
        counters = new TcpCounters(net.counters());
        nodeId = net.random().nextLong();
        int asked = options.get(Options.MAX_FRAME_BYTES);
        maxFrameBytes = asked == 0 ? DEFAULT_FRAME_BYTES : asked;
        Binding binding = Binding.of(options);
        // Whatever throws from here on gives them back.
        buffers = new ReceiveBuffers(READS_PER_TURN, 1, RECEIVE_BYTES);
        client = client();
        Channel opened = null;
        try {
            opened = listen(binding);
            server = opened;
            InetSocketAddress bound = (InetSocketAddress) server.localAddress();
            address = binding.advertised(bound);
            boundAddress = binding.listening(bound);
        } catch (RuntimeException failed) {
            if (opened != null) {
                opened.close();
            }
            buffers.close();
            throw failed;
        }
        net.loop().timers().after(TEND_NANOS, this::tend);
    }

    private Channel listen(Binding binding) {
        ChannelFuture bound = new ServerBootstrap()
                .group(net.loop().events())
                .channelFactory(net.sockets()::server)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, MAX_INCOMING)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BYTES)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, buffers)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline().addLast(new TcpIncoming(TcpLink.this, net, counters));
                    }
                })
                .bind(binding.socket());
        net.loop().await(bound);
        if (!bound.isSuccess()) {
            throw binding.explain(bound.cause());
        }
        return bound.channel();
    }

    private Bootstrap client() {
        Bootstrap bootstrap = new Bootstrap()
                .group(net.loop().events())
                .channelFactory(net.sockets()::client)
                .disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BYTES)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LOW_PENDING_BYTES, MAX_PENDING_BYTES))
                .option(ChannelOption.RECVBUF_ALLOCATOR, buffers);
        net.sockets().aliveOptions(STALL_MILLIS).forEach(bootstrap::option);
        return bootstrap;
    }

    @Override
    public void send(Address to, Packet frame) {
        if (closed || tooLarge(frame)) {
            return;
        }
        TcpPeer peer = peer(to);
        if (peer == null) {
            counters.dropped.increment();
            return;
        }
        ByteBuf shared = shared(frame);
        send(peer, frame, shared);
        if (shared != null) {
            shared.release();
        }
    }

    @Override
    public void cast(List<Address> to, Packet frame) {
        if (closed || tooLarge(frame)) {
            return;
        }
        ByteBuf shared = shared(frame);
        for (Address each : to) {
            TcpPeer peer = peer(each);
            if (peer == null) {
                counters.dropped.increment();
            } else {
                send(peer, frame, shared);
            }
        }
        if (shared != null) {
            shared.release();
        }
    }

    private void send(TcpPeer peer, Packet frame, @Nullable ByteBuf shared) {
        counters.framesOut.increment();
        counters.bytesOut.add(frame.length());
        peer.send(frame, shared);
    }

    private boolean tooLarge(Packet frame) {
        boolean tooLarge = frame.length() > FrameSplitter.MAX_BYTES;
        if (tooLarge) {
            counters.dropped.increment();
        }
        return tooLarge;
    }

    private static @Nullable ByteBuf shared(Packet frame) {
        return frame.length() > Outbox.SMALL_BYTES ? Outbox.wrap(frame) : null;
    }

    private @Nullable TcpPeer peer(Address to) {
        TcpPeer peer = peers.get(to);
        if (peer == null && peers.size() < MAX_PEERS) {
            peer = new TcpPeer(this, net, counters, to);
            peers.put(to, peer);
        }
        return peer;
    }

    /** TCP reaches whom it knows; there is nobody else to announce to. */
    @Override
    public void announce(Packet frame) {}

    @Override
    public boolean announces() {
        return false;
    }

    /** A peer that has something to be flushed. */
    void dirty(TcpPeer peer) {
        dirty.add(peer);
    }

    @Override
    public void flush() {
        for (TcpPeer peer : dirty) {
            peer.flush();
        }
        dirty.clear();
    }

    @Override
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    @Override
    public void watch(List<Address> now) {
        if (closed) {
            return;
        }
        Set<Address> wanted = new HashSet<>(now);
        for (TcpPeer peer : peers.values()) {
            if (peer.watched() && !wanted.contains(peer.address())) {
                peer.unwatch();
            }
        }
        for (Address each : wanted) {
            TcpPeer peer = peer(each);
            if (peer != null && !peer.watched()) {
                peer.watch();
            }
        }
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public Address boundAddress() {
        return boundAddress;
    }

    @Override
    public Map<String, Long> counters() {
        return net.counters().snapshot();
    }

    /**
     * Opens a connection for an attempt of a peer.
     *
     * @param peer whose
     * @param attempt which of its attempts
     * @param target where to
     */
    void connect(TcpPeer peer, int attempt, InetSocketAddress target) {
        ChannelFuture connected = client.clone()
                .handler(new TcpOutgoing(this, peer, attempt, counters))
                .connect(target);
        peer.dialled(connected.channel());
        connected.addListener((Future<Void> done) -> {
            if (!done.isSuccess()) {
                // Never inside the call that dials, and on the loop even if there was no socket to be had.
                boolean refused = Sockets.refused(done.cause());
                net.loop().execute(() -> {
                    if (peer.current(attempt)) {
                        peer.unreachable(refused);
                    }
                });
            }
        });
    }

    /**
     * This node's introduction.
     *
     * @param kind as one who connects, or as one who answers
     * @return in a buffer to be written
     */
    ByteBuf hello(int kind) {
        ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer(Hello.MAX_BYTES);
        new Hello(kind, Hello.CAPABILITIES, nodeId, address).write(out);
        return out;
    }

    /**
     * A node speaks another version of the wire format.
     *
     * @param where its host
     * @param version of its hello
     */
    void otherVersion(String where, int version) {
        counters.otherVersion.increment();
        net.notices()
                .sayOnce(
                        "version " + where,
                        where + " speaks wire version " + version + ", this node speaks " + Frame.VERSION
                                + ": run the same release of Tutti on both");
    }

    /** Somebody connected. */
    void arrived(TcpIncoming stranger) {
        if (closed || incoming.size() + strangers.size() >= MAX_INCOMING) {
            counters.refused.increment();
            stranger.close();
            return;
        }
        if (strangers.size() >= MAX_STRANGERS) {
            // Peers introduce themselves within a round trip; whoever has waited longest is none.
            TcpIncoming oldest = strangers.iterator().next();
            counters.refused.increment();
            strangers.remove(oldest);
            oldest.close();
        }
        strangers.add(stranger);
    }

    /** A connection has introduced itself. */
    void introduced(TcpIncoming connection, Hello hello) {
        strangers.remove(connection);
        incoming.put(connection, hello.nodeId());
        if (hello.nodeId() == nodeId) {
            // From this node itself: one for each of the names by which it is a seed.
            return;
        }
        List<TcpIncoming> same = incoming.entrySet().stream()
                .filter(each -> each.getValue() == hello.nodeId())
                .map(Map.Entry::getKey)
                .toList();
        if (same.size() > MAX_PER_PROCESS) {
            incoming.remove(same.getFirst());
            same.getFirst().close();
        }
        TcpPeer peer = peers.get(hello.address());
        if (peer != null) {
            peer.heardFrom(hello.nodeId());
        }
    }

    /** An incoming connection is closed. */
    void left(TcpIncoming connection, @Nullable Hello hello) {
        strangers.remove(connection);
        Long process = incoming.remove(connection);
        if (hello != null && process != null && !incoming.containsValue(process)) {
            TcpPeer peer = peers.get(hello.address());
            if (peer != null && !closed) {
                peer.doubt();
            }
        }
    }

    private void tend() {
        if (closed) {
            return;
        }
        net.loop().timers().after(TEND_NANOS, this::tend);
        long now = net.loop().clock().nanoTime();
        List.copyOf(strangers).stream()
                .filter(s -> now - s.sinceNanos() > HELLO_NANOS)
                .forEach(late -> {
                    counters.refused.increment();
                    late.close();
                });
        incoming.keySet().stream()
                .filter(each -> each.isSilent(now, SILENCE_NANOS))
                .toList()
                .forEach(silent -> {
                    counters.stalled.increment();
                    silent.close();
                });
        List<TcpPeer> unwatched = new ArrayList<>();
        for (TcpPeer peer : List.copyOf(peers.values())) {
            peer.tend(STALL_NANOS);
            if (peer.forgettable(IDLE_NANOS)) {
                forget(peer);
            } else if (!peer.watched()) {
                unwatched.add(peer);
            }
        }
        if (unwatched.size() > MAX_UNWATCHED) {
            unwatched.sort(Comparator.comparingLong(peer -> peer.usedNanos() - now));
            unwatched.subList(0, unwatched.size() - MAX_UNWATCHED).forEach(this::forget);
        }
    }

    private void forget(TcpPeer peer) {
        peers.remove(peer.address());
        peer.drop();
    }

    /**
     * What Netty holds for a connection.
     *
     * @param channel the connection
     * @return bytes, with something added per buffer
     */
    static long pendingBytes(Channel channel) {
        // Netty counts up to one byte above the upper mark, and down to one below the lower.
        return channel.isWritable()
                ? MAX_PENDING_BYTES + 1 - channel.bytesBeforeUnwritable()
                : LOW_PENDING_BYTES - 1 + channel.bytesBeforeWritable();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        flush();
        closed = true;
        server.close();
        new ArrayDeque<>(strangers).forEach(TcpIncoming::close);
        new ArrayDeque<>(incoming.keySet()).forEach(TcpIncoming::close);
        for (TcpPeer peer : peers.values()) {
            Channel last = peer.finish();
            if (last != null && last.isActive()) {
                closing.add(last);
                last.closeFuture().addListener(done -> closing.remove(last));
                // Written behind everything else; closes when that has gone.
                last.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        }
        peers.clear();
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public boolean drained() {
        return closing.isEmpty();
    }

    @Override
    public void release() {
        buffers.close();
    }

    /**
     * Where a connection comes from or goes to, for a notice.
     *
     * @param context its channel's
     * @return the host's address, without the port
     */
    static String host(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "somebody";
    }
}
