package dev.tutti.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** A connection that this node opened: introduces it, reads the answer, then only frames go out, and nothing comes back. */
final class TcpOutgoing extends ChannelInboundHandlerAdapter {
    private final TcpLink link;
    private final TcpPeer peer;
    private final int attempt;
    private final TcpCounters counters;
    private final ByteBuf answer = Unpooled.buffer(Hello.PREFIX_BYTES, Hello.MAX_BYTES);
    private boolean answered;

    TcpOutgoing(TcpLink link, TcpPeer peer, int attempt, TcpCounters counters) {
        this.link = link;
        this.peer = peer;
        this.attempt = attempt;
        this.counters = counters;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!peer.current(attempt)) {
            context.close();
        } else if (context.channel().localAddress().equals(context.channel().remoteAddress())) {
            // The system gave this socket the very port it dials: nobody listens there.
            context.close();
            peer.unreachable(true);
        } else {
            context.writeAndFlush(link.hello(Hello.CONNECT), context.voidPromise());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (!peer.current(attempt)) {
                context.close();
            } else if (answered || in.readableBytes() > answer.maxWritableBytes()) {
                malformed(context);
            } else {
                answer.writeBytes(in);
                read(context);
            }
        } finally {
            in.release();
        }
    }

    private void read(ChannelHandlerContext context) {
        switch (Hello.read(answer, Hello.ACCEPT)) {
            case Hello.Reading.Partial() -> {}
            case Hello.Reading.Complete(Hello hello) -> {
                if (answer.isReadable()) {
                    malformed(context);
                } else {
                    answered = true;
                    peer.up(hello.nodeId());
                }
            }
            case Hello.Reading.OtherVersion(int version) -> {
                link.otherVersion(TcpLink.host(context), version);
                peer.stranger(context.channel());
            }
            case Hello.Reading.Foreign() -> {
                counters.malformed.increment();
                peer.stranger(context.channel());
            }
        }
    }

    private void malformed(ChannelHandlerContext context) {
        counters.malformed.increment();
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (peer.current(attempt)) {
            peer.broken();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
