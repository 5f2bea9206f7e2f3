package dev.tutti.net;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Hands each datagram on as a frame, on an array of its own. */
final class UdpReceiver extends ChannelInboundHandlerAdapter {
    private final NetContext net;
    private final UdpCounters counters;
    private @Nullable OwnSocket own;

    /**
     * For one socket.
     *
     * @param net gets the frames
     * @param counters of the transport
     */
    UdpReceiver(NetContext net, UdpCounters counters) {
        this.net = net;
        this.counters = counters;
    }

    /**
     * From now on datagrams from this node's own socket are dropped: its casts, which come back by multicast.
     *
     * @param socket known once it is bound
     */
    void ignore(OwnSocket socket) {
        own = socket;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        net.loop().stir();
        DatagramPacket datagram = (DatagramPacket) message;
        try {
            take(datagram.sender(), datagram.content());
        } finally {
            datagram.release();
        }
    }

    private void take(InetSocketAddress from, ByteBuf in) {
        int length = in.readableBytes();
        if (length < Frame.HEADER_BYTES) {
            counters.malformed.increment();
        } else if (own != null && own.test(from)) {
            counters.own.increment();
        } else {
            counters.framesIn.increment();
            counters.bytesIn.add(length);
            byte[] bytes = new byte[length];
            in.readBytes(bytes);
            net.inbox().frame(Packet.wrap(bytes, 0, length));
        }
    }

    /** One datagram could not be sent or read; the socket is as good as before. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        counters.failed.increment();
    }
}
