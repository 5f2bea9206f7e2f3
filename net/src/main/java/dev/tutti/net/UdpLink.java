package dev.tutti.net;

import dev.tutti.Address;
import dev.tutti.Options;
import dev.tutti.Transport;
import dev.tutti.kernel.Packet;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frames as datagrams, one each, from one socket. A cast goes to each receiver, or once to a multicast group where there is one. What is
 * written in a turn goes out in {@link #flush}; when the system takes no more, it waits, up to a limit.
 */
final class UdpLink implements NetLink {
    /** The largest payload of a datagram over IPv4. */
    static final int MAX_FRAME_BYTES = 65_507;

    /** Within a machine the fewest system calls win. */
    static final int LOOPBACK_FRAME_BYTES = 60_000;

    /** Across a network what fits one packet: a larger one is lost with any of its fragments. */
    static final int NETWORK_FRAME_BYTES = 1_400;

    private static final int MAX_PENDING_BYTES = 8 << 20;
    private static final int LOW_PENDING_BYTES = 4 << 20;
    private static final int FLUSH_BYTES = 256 << 10;
    private static final int SOCKET_BYTES = 8 << 20;
    private static final int SCANT_SOCKET_BYTES = 1 << 20;
    private static final int DATAGRAMS_PER_TURN = 32;
    private static final int RECEIVE_BYTES = 64 << 10;

    private final NetContext net;
    private final UdpCounters counters;
    private final ReceiveBuffers buffers;
    private final Channel channel;
    private final UdpPeers peers;
    private final Address address;
    private final Address boundAddress;
    private final int maxFrameBytes;
    private final @Nullable MulticastGroup group;
    private int unflushedBytes;
    private boolean closed;

    /**
     * Opens the socket, and joins the multicast group if that transport was asked for.
     *
     * @param net what a transport needs
     * @param options where, and how large frames are
     * @throws dev.tutti.TransportException if that is impossible
     */
    UdpLink(NetContext net, Options options) {
        this.net = net;
        counters = new UdpCounters(net.counters());
        Binding binding = Binding.of(options);
        InetAddress host = binding.socket().getAddress();
        peers = new UdpPeers(net, host instanceof Inet4Address ? Inet4Address.class : InetAddress.class);
        int asked = options.get(Options.MAX_FRAME_BYTES);
        maxFrameBytes = asked > 0 ? asked : binding.loopback() ? LOOPBACK_FRAME_BYTES : NETWORK_FRAME_BYTES;
        // Whatever throws from here on gives them back.
        buffers = new ReceiveBuffers(DATAGRAMS_PER_TURN, DATAGRAMS_PER_TURN, RECEIVE_BYTES);
        Channel opened = null;
        try {
            opened = open(binding);
            channel = opened;
            InetSocketAddress bound = (InetSocketAddress) channel.localAddress();
            address = binding.advertised(bound);
            boundAddress = binding.listening(bound);
            group = options.get(Options.TRANSPORT) == Transport.MULTICAST ? join(options, binding) : null;
        } catch (RuntimeException failed) {
            if (opened != null) {
                opened.close();
            }
            buffers.close();
            throw failed;
        }
        checkBuffers();
    }

    private Channel open(Binding binding) {
        UdpReceiver receiver = new UdpReceiver(net, counters);
        ChannelFuture bound = bootstrap(binding, receiver).bind(binding.socket());
        net.loop().await(bound);
        if (!bound.isSuccess()) {
            throw binding.explain(bound.cause());
        }
        return bound.channel();
    }

    private MulticastGroup join(Options options, Binding binding) {
        UdpReceiver receiver = new UdpReceiver(net, counters);
        receiver.ignore(new OwnSocket((InetSocketAddress) channel.localAddress()));
        return new MulticastGroup(net, options, binding, channel, bootstrap(binding, receiver));
    }

    private Bootstrap bootstrap(Binding binding, ChannelHandler receiver) {
        InetAddress host = binding.socket().getAddress();
        SocketProtocolFamily family =
                host instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        return new Bootstrap()
                .group(net.loop().events())
                .channelFactory(() -> net.sockets().datagram(family))
                .option(ChannelOption.SO_RCVBUF, SOCKET_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BYTES)
                .option(ChannelOption.RECVBUF_ALLOCATOR, buffers)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LOW_PENDING_BYTES, MAX_PENDING_BYTES))
                .handler(receiver);
    }

    private void checkBuffers() {
        int got = ((DatagramChannel) channel).config().getReceiveBufferSize();
        if (got < SCANT_SOCKET_BYTES) {
            net.notices()
                    .say("the system grants a receive buffer of " + (got >> 10)
                            + " KiB only, which loses datagrams under load: raise its limit (on Linux, net.core.rmem_max) to "
                            + SOCKET_BYTES);
        }
    }

    @Override
    public void send(Address to, Packet frame) {
        if (!takes(frame)) {
            return;
        }
        ByteBuf buffer = buffer(frame);
        write(to, buffer);
        buffer.release();
    }

    @Override
    public void cast(List<Address> to, Packet frame) {
        if (!takes(frame)) {
            return;
        }
        ByteBuf buffer = buffer(frame);
        if (group != null) {
            write(group.target(), buffer);
        } else {
            for (Address each : to) {
                write(each, buffer);
            }
        }
        buffer.release();
    }

    @Override
    public void announce(Packet frame) {
        if (group != null && takes(frame)) {
            ByteBuf buffer = buffer(frame);
            write(group.target(), buffer);
            buffer.release();
        }
    }

    @Override
    public boolean announces() {
        return group != null;
    }

    private boolean takes(Packet frame) {
        if (closed) {
            return false;
        }
        if (frame.length() > MAX_FRAME_BYTES) {
            counters.dropped.increment();
            return false;
        }
        return true;
    }

    private static ByteBuf buffer(Packet frame) {
        int length = frame.length();
        return ByteBufAllocator.DEFAULT.directBuffer(length, length).writeBytes(frame.array(), frame.start(), length);
    }

    private void write(Address to, ByteBuf buffer) {
        InetSocketAddress target = peers.target(to);
        if (target == null) {
            counters.dropped.increment();
        } else {
            write(target, buffer);
        }
    }

    private void write(InetSocketAddress target, ByteBuf buffer) {
        if (!channel.isWritable()) {
            counters.dropped.increment();
            return;
        }
        counters.framesOut.increment();
        counters.bytesOut.add(buffer.readableBytes());
        unflushedBytes += buffer.readableBytes();
        channel.write(new DatagramPacket(buffer.retainedDuplicate(), target), channel.voidPromise());
        if (unflushedBytes > FLUSH_BYTES) {
            flush();
        }
    }

    @Override
    public void flush() {
        if (unflushedBytes > 0) {
            unflushedBytes = 0;
            channel.flush();
        }
    }

    @Override
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /** There are no connections to keep, and none that could break. */
    @Override
    public void watch(List<Address> now) {}

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

    @Override
    public void close() {
        if (!closed) {
            flush();
            closed = true;
            if (group != null) {
                group.close();
            }
        }
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public boolean drained() {
        return !channel.isOpen() || channel.bytesBeforeUnwritable() >= MAX_PENDING_BYTES;
    }

    @Override
    public void release() {
        buffers.close();
    }
}
