package dev.tutti.net;

import dev.tutti.Address;
import dev.tutti.Options;
import dev.tutti.Transport;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Packet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A transport with a loop of its own, and somebody behind it who keeps all that comes in. */
final class Station implements AutoCloseable, Inbox {
    private static final long LIMIT_SECONDS = 20;

    final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    final BlockingQueue<Address> gone = new LinkedBlockingQueue<>();
    final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile Loop loop;
    private volatile NetLink link;

    static Options options(Transport transport, String bind) {
        return Options.local().name("test").transport(transport).bind(bind).found();
    }

    static Station tcp() {
        return new Station(options(Transport.TCP, "127.0.0.1:0"));
    }

    static boolean hasIpVersionSix() {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByAddress(loopback)) != null;
        } catch (IOException none) {
            return false;
        }
    }

    Station(Options options) {
        this(options, new Resolver("names"));
    }

    /** A transport that looks names up as it is told. */
    Station(Options options, Resolver resolver) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        thread = new Thread(() -> run(options, resolver, ready), "station");
        thread.setDaemon(true);
        thread.start();
        try {
            ready.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (InterruptedException | TimeoutException slow) {
            throw new IllegalStateException(slow);
        }
    }

    private void run(Options options, Resolver resolver, CompletableFuture<Void> ready) {
        Notices said = new Notices(notices::add, System::nanoTime);
        Sockets sockets = Sockets.choose(options.get(Options.EPOLL));
        Loop mine = new Loop(sockets, said);
        try {
            link = Driver.open(
                    new NetContext(mine, sockets, resolver, this, said, new Counters(), new SplittableRandom()),
                    options);
        } catch (RuntimeException failed) {
            mine.end();
            resolver.close();
            ready.completeExceptionally(failed);
            return;
        }
        loop = mine;
        ready.complete(null);
        while (!link.closed()) {
            mine.step(Long.MAX_VALUE, link::flush);
        }
        for (int i = 0; i < 100 && !link.drained(); i++) {
            mine.step(TimeUnit.MILLISECONDS.toNanos(10), () -> {});
        }
        resolver.close();
        mine.end();
        link.release();
    }

    @Override
    public void frame(Packet frame) {
        frames.add(frame.toBytes());
    }

    @Override
    public void gone(Address peer) {
        gone.add(peer);
    }

    Address address() {
        return link.address();
    }

    Address boundAddress() {
        return link.boundAddress();
    }

    Loop loop() {
        return loop;
    }

    /** Does something with the link on its loop, and waits for the outcome. */
    <T> T on(Function<NetLink, T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(work.apply(link));
            } catch (RuntimeException failed) {
                done.completeExceptionally(failed);
            }
        });
        return get(done);
    }

    void send(Address to, byte[] frame) {
        on(l -> {
            l.send(to, Packet.of(frame));
            return true;
        });
    }

    void watch(Address... peers) {
        on(l -> {
            l.watch(List.of(peers));
            return true;
        });
    }

    Map<String, Long> counters() {
        return on(NetLink::counters);
    }

    /** Waits until a counter is at least so much. */
    void awaitCount(String counter, long atLeast) {
        repeat(() -> {}, () -> link.counters().getOrDefault(counter, 0L) >= atLeast);
    }

    /** Does something on the loop, again every millisecond, until a condition holds. */
    void repeat(Runnable work, BooleanSupplier until) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        loop.execute(() -> attempt(work, until, reached));
        get(reached);
    }

    private void attempt(Runnable work, BooleanSupplier until, CompletableFuture<Void> reached) {
        if (until.getAsBoolean()) {
            reached.complete(null);
        } else if (!reached.isDone()) {
            work.run();
            loop.timers().after(TimeUnit.MILLISECONDS.toNanos(1), () -> attempt(work, until, reached));
        }
    }

    byte[] frame() {
        return take(frames);
    }

    static <T> T take(BlockingQueue<T> queue) {
        try {
            T taken = queue.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (taken == null) {
                throw new AssertionError("nothing came");
            }
            return taken;
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        loop.execute(link::close);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
