package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Transport;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Packet;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Incoming connections on which nothing comes, on a loop whose clock the test sets. */
class SilenceTest implements Inbox {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long nowNanos = 1;
    private int frames;
    private final Notices notices = new Notices(notice -> {}, System::nanoTime);
    private final Loop loop = new Loop(Sockets.NIO, notices, () -> nowNanos);
    private final Resolver resolver = new Resolver("names");
    private final NetLink link = Driver.open(
            new NetContext(loop, Sockets.NIO, resolver, this, notices, new Counters(), new SplittableRandom(1)),
            Station.options(Transport.TCP, "127.0.0.1:0"));

    @Override
    public void frame(Packet frame) {
        frames++;
    }

    @Override
    public void gone(Address peer) {}

    @AfterEach
    void close() {
        link.close();
        resolver.close();
        loop.end();
        link.release();
    }

    /** Connects as the process with this id, until the node has answered. */
    private Socket introduce(long nodeId) throws IOException {
        Socket socket = FakeNode.connect(link.address());
        FakeNode.write(socket, FakeNode.hello(Hello.CONNECT, nodeId, new Address("127.0.0.1", 1)));
        while (socket.getInputStream().available() == 0) {
            step();
        }
        FakeNode.readHello(socket);
        return socket;
    }

    private void step() {
        loop.step(TimeUnit.MILLISECONDS.toNanos(1), link::flush);
    }

    private void pass(long nanos) {
        for (long end = nowNanos + nanos; nowNanos < end; nowNanos += SECOND_NANOS) {
            loop.step(0, link::flush);
        }
    }

    private long stalled() {
        return link.counters().getOrDefault("tcp.stalled", 0L);
    }

    @Test
    void aConnectionOnWhichNothingComesForMinutesIsClosed() throws IOException {
        Socket dead = introduce(1);
        pass(TcpLink.SILENCE_NANOS - 2 * SECOND_NANOS);
        assertThat(stalled()).isZero();
        pass(6 * SECOND_NANOS);
        assertThat(stalled()).isEqualTo(1);
        FakeNode.awaitClosed(dead);
    }

    /** Half-open the other way: the peer's host took our connection with it, and what we write goes nowhere. */
    @Test
    void aPeerThatTakesNothingAnyMoreIsDialledAnew() {
        try (FakeNode peer = new FakeNode()) {
            link.watch(List.of(peer.address()));
            Socket stuck = answered(peer);
            byte[] large = new byte[60_000];
            for (int i = 0; i < 400; i++) {
                link.send(peer.address(), Packet.of(large));
                step();
            }
            pass(TcpLink.STALL_NANOS - 2 * SECOND_NANOS);
            assertThat(stalled()).isZero();
            pass(6 * SECOND_NANOS);
            assertThat(stalled()).isEqualTo(1);
            Socket anew = answered(peer);
            FakeNode.close(stuck);
            FakeNode.close(anew);
        }
    }

    @Test
    void aConnectionOnWhichThereIsNothingToSendIsKept() {
        try (FakeNode peer = new FakeNode()) {
            link.watch(List.of(peer.address()));
            Socket idle = answered(peer);
            pass(TcpLink.STALL_NANOS + 5 * SECOND_NANOS);
            assertThat(stalled()).isZero();
            FakeNode.close(idle);
        }
    }

    /** Takes the next connection as the process with the id 1. */
    private Socket answered(FakeNode peer) {
        CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(() -> peer.acceptAs(1));
        while (!accepted.isDone()) {
            step();
            nowNanos += TimeUnit.MILLISECONDS.toNanos(1);
        }
        return accepted.join();
    }

    @Test
    void whoSpeaksNowAndThenIsKept() throws IOException {
        Socket alive = introduce(1);
        byte[] frame = new byte[4 + 100];
        frame[3] = 100;
        for (int round = 1; round <= 3; round++) {
            pass(TcpLink.SILENCE_NANOS - 2 * SECOND_NANOS);
            FakeNode.write(alive, frame);
            while (frames < round) {
                step();
            }
        }
        assertThat(stalled()).isZero();
        FakeNode.close(alive);
    }
}
