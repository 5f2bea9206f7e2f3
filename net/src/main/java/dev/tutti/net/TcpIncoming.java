package dev.tutti.net;

import dev.tutti.kernel.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection that a peer opened: reads its introduction, answers, then frames come in. Closed at the first thing that makes no sense. */
final class TcpIncoming extends ChannelInboundHandlerAdapter {
    private final TcpLink link;
    private final NetContext net;
    private final TcpCounters counters;
    private final long sinceNanos;
    private final FrameSplitter splitter = new FrameSplitter();
    private final Consumer<Packet> sink = this::frame;
    private final ByteBuf greeting = Unpooled.buffer(Hello.PREFIX_BYTES, Hello.MAX_BYTES);
    private @Nullable ChannelHandlerContext context;
    private @Nullable Hello hello;
    private boolean closed;
    /** Whether something came since it was last looked after, so that reading does not read the clock. */
    private boolean heard;

    private long heardNanos;

    TcpIncoming(TcpLink link, NetContext net, TcpCounters counters) {
        this.link = link;
        this.net = net;
        this.counters = counters;
        sinceNanos = net.loop().clock().nanoTime();
        heardNanos = sinceNanos;
    }

    /**
     * When it was accepted.
     *
     * @return on the loop's clock
     */
    long sinceNanos() {
        return sinceNanos;
    }

    /**
     * Looks after it, about once a second: whether nothing has come for a time.
     *
     * @param nowNanos on the loop's clock
     * @param limitNanos that time
     * @return true if it is to be closed
     */
    boolean isSilent(long nowNanos, long limitNanos) {
        if (heard) {
            heard = false;
            heardNanos = nowNanos;
        }
        return nowNanos - heardNanos > limitNanos;
    }

    /** Closes it; no frame comes out of it any more. */
    void close() {
        closed = true;
        if (context != null) {
            context.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        link.arrived(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        net.loop().stir();
        heard = true;
        ByteBuf in = (ByteBuf) message;
        try {
            if (hello == null && !closed) {
                greet(from, in);
            }
            if (hello != null && !closed) {
                frames(greeting);
                frames(in);
            }
        } finally {
            in.release();
        }
    }

    private void greet(ChannelHandlerContext from, ByteBuf in) {
        greeting.writeBytes(in, Math.min(in.readableBytes(), greeting.maxWritableBytes()));
        switch (Hello.read(greeting, Hello.CONNECT)) {
            case Hello.Reading.Partial() -> {}
            case Hello.Reading.Complete(Hello complete) -> {
                hello = complete;
                from.writeAndFlush(link.hello(Hello.ACCEPT), from.voidPromise());
                link.introduced(this, complete);
            }
            case Hello.Reading.OtherVersion(int version) -> {
                link.otherVersion(TcpLink.host(from), version);
                closed = true;
                // Our own hello, so that the other side can say the same.
                from.writeAndFlush(link.hello(Hello.ACCEPT)).addListener(ChannelFutureListener.CLOSE);
            }
            case Hello.Reading.Foreign() -> malformed();
        }
    }

    private void frames(ByteBuf in) {
        if (!closed && in.isReadable() && !splitter.feed(in, sink)) {
            malformed();
        }
    }

    private void frame(Packet frame) {
        if (!closed) {
            counters.framesIn.increment();
            counters.bytesIn.add(frame.length());
            net.inbox().frame(frame);
        }
    }

    private void malformed() {
        counters.malformed.increment();
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        if (splitter.partial() && !closed) {
            counters.malformed.increment();
        }
        closed = true;
        link.left(this, hello);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        failed.close();
    }
}
