package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.Address;
import dev.tutti.Options;
import dev.tutti.Transport;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.epoll.Epoll;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TcpLinkTest {
    private static final int[] SIZES = {
        Frame.HEADER_BYTES, Frame.HEADER_BYTES + 1, 100, 1_400, 2_048, 2_049, 16_000, 16_384, 60_000, 65_535, 65_536
    };

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static void exchangeAllSizes(Options options) {
        try (Station a = new Station(options);
                Station b = new Station(options)) {
            for (int round = 0; round < 10; round++) {
                int seed = round;
                a.on(link -> {
                    Arrays.stream(SIZES).forEach(size -> link.send(b.address(), Packet.of(bytes(size, seed))));
                    return true;
                });
                for (int size : SIZES) {
                    assertThat(b.frame()).isEqualTo(bytes(size, seed));
                }
            }
            assertThat(a.counters())
                    .containsEntry("tcp.dropped", 0L)
                    .containsEntry("tcp.frames.out", 10L * SIZES.length);
            assertThat(b.counters())
                    .containsEntry("tcp.malformed", 0L)
                    .containsEntry("tcp.frames.in", 10L * SIZES.length);
        }
    }

    @Test
    void framesOfAllSizesArriveWholeAndInOrder() {
        exchangeAllSizes(Station.options(Transport.TCP, "127.0.0.1:0"));
    }

    @Test
    void soTheyDoOverIpVersionSix() {
        assumeTrue(Station.hasIpVersionSix());
        exchangeAllSizes(Station.options(Transport.TCP, "[::1]:0"));
    }

    @Test
    void soTheyDoOverEpoll() {
        assumeTrue(Epoll.isAvailable());
        exchangeAllSizes(Station.options(Transport.TCP, "127.0.0.1:0").with(Options.EPOLL, true));
    }

    @Test
    void aFrameAboveTheLimitIsNotSent() {
        try (Station a = Station.tcp();
                Station b = Station.tcp()) {
            a.send(b.address(), bytes(FrameSplitter.MAX_BYTES + 1, 1));
            a.send(b.address(), bytes(100, 2));
            assertThat(b.frame()).isEqualTo(bytes(100, 2));
            assertThat(a.counters()).containsEntry("tcp.dropped", 1L);
        }
    }

    @Test
    void aCastReachesEachReceiver() {
        try (Station a = Station.tcp();
                Station b = Station.tcp();
                Station c = Station.tcp()) {
            List<Address> both = List.of(b.address(), c.address());
            for (int size : new int[] {50, 30_000}) {
                a.on(link -> {
                    link.cast(both, Packet.of(bytes(size, size)));
                    return true;
                });
                assertThat(b.frame()).isEqualTo(bytes(size, size));
                assertThat(c.frame()).isEqualTo(bytes(size, size));
            }
        }
    }

    @Test
    void anUnknownHostIsSaidAndHarmsNobody() {
        try (Station a = Station.tcp();
                Station b = Station.tcp()) {
            a.send(new Address("no-such-host.invalid", 7800), bytes(100, 1));
            assertThat(Station.take(a.notices)).contains("unknown host no-such-host.invalid", "will try again");
            a.send(b.address(), bytes(100, 2));
            assertThat(b.frame()).isEqualTo(bytes(100, 2));
        }
    }

    @Test
    void aNameIsAsGoodAsAnAddress() {
        try (Station a = Station.tcp();
                Station b = Station.tcp()) {
            a.send(new Address("localhost", b.address().port()), bytes(100, 2));
            assertThat(b.frame()).isEqualTo(bytes(100, 2));
        }
    }

    /** A node may be among its own seeds, under several names, and finds that out only by asking there. */
    @Test
    void whatIsSentToOneselfArrivesByWhateverName() {
        try (Station a = Station.tcp()) {
            Address named = new Address("localhost", a.address().port());
            for (int round = 0; round < 3; round++) {
                a.send(a.address(), bytes(100, round));
                assertThat(a.frame()).isEqualTo(bytes(100, round));
                a.send(named, bytes(200, round));
                assertThat(a.frame()).isEqualTo(bytes(200, round));
            }
            assertThat(a.counters()).containsEntry("tcp.reconnects", 0L).containsEntry("tcp.dropped", 0L);
        }
    }

    /** A peer may be a seed under another name than the one that it tells: one process, and a connection for each name. */
    @Test
    void aWatchedPeerIsReachedByTwoNames() {
        try (Station a = Station.tcp();
                Station b = Station.tcp()) {
            Address named = new Address("localhost", b.address().port());
            a.watch(b.address());
            for (int round = 0; round < 3; round++) {
                a.send(b.address(), bytes(100, round));
                assertThat(b.frame()).isEqualTo(bytes(100, round));
                a.send(named, bytes(200, round));
                assertThat(b.frame()).isEqualTo(bytes(200, round));
            }
            assertThat(a.counters()).containsEntry("tcp.reconnects", 0L).containsEntry("tcp.dropped", 0L);
        }
    }

    @Test
    void whatWaitsForAConnectionIsBounded() {
        try (Station a = Station.tcp();
                FakeNode peer = new FakeNode()) {
            a.on(link -> {
                for (int i = 0; i < 100; i++) {
                    link.send(peer.address(), Packet.of(bytes(60_000, i)));
                }
                return true;
            });
            int kept = TcpPeer.MAX_WAITING_BYTES / 60_004;
            assertThat(a.counters()).containsEntry("tcp.dropped", 100L - kept);
            Socket connection = peer.acceptAs(1);
            for (int i = 0; i < kept; i++) {
                assertThat(FakeNode.frame(connection)).isEqualTo(bytes(60_000, i));
            }
        }
    }

    @Test
    void whatWaitsForASlowReaderIsBounded() {
        try (Station a = Station.tcp();
                FakeNode peer = new FakeNode()) {
            a.watch(peer.address());
            Socket connection = peer.acceptAs(1);
            a.send(peer.address(), bytes(60_000, 0));
            assertThat(FakeNode.frame(connection)).isEqualTo(bytes(60_000, 0));
            byte[] body = bytes(60_000, 1);
            int frames = 1_000;
            a.on(link -> {
                for (int i = 0; i < frames; i++) {
                    link.send(peer.address(), Packet.of(body));
                }
                link.flush();
                return true;
            });
            long dropped = a.counters().get("tcp.dropped");
            assertThat(dropped).isPositive().isLessThan(frames);
            for (long i = dropped; i < frames; i++) {
                assertThat(FakeNode.frame(connection)).isEqualTo(body);
            }
        }
    }

    @Test
    void aNodeOfAnotherVersionIsNamedOnceAndNotTalkedTo() {
        try (Station a = Station.tcp()) {
            byte[] hello = FakeNode.hello(Hello.CONNECT, 1, new Address("127.0.0.1", 1));
            hello[4] = 9;
            for (int i = 0; i < 3; i++) {
                Socket old = FakeNode.connect(a.address());
                FakeNode.write(old, hello);
                FakeNode.awaitClosed(old);
            }
            assertThat(Station.take(a.notices)).contains("wire version 9", "same release");
            assertThat(a.notices).isEmpty();
            assertThat(a.counters()).containsEntry("tcp.version", 3L);
        }
    }

    /** All capability bits set, and fields behind those that are known. */
    private static byte[] helloOfALaterRelease(int kind, Address address) {
        ByteBuf out = Unpooled.buffer();
        new Hello(kind, -1, 1, address).write(out);
        out.setShort(Hello.PREFIX_BYTES - Short.BYTES, out.readableBytes() - Hello.PREFIX_BYTES + 9);
        out.writeZero(9);
        return ByteBufUtil.getBytes(out);
    }

    @Test
    void aNodeThatCanDoMoreIsTalkedToAsBefore() {
        try (Station a = Station.tcp();
                FakeNode later = new FakeNode()) {
            a.send(later.address(), bytes(100, 1));
            Socket outgoing = later.accept();
            FakeNode.write(outgoing, helloOfALaterRelease(Hello.ACCEPT, later.address()));
            assertThat(FakeNode.frame(outgoing)).isEqualTo(bytes(100, 1));
            Socket incoming = FakeNode.connect(a.address());
            FakeNode.write(incoming, helloOfALaterRelease(Hello.CONNECT, later.address()));
            FakeNode.write(incoming, new byte[] {0, 0, 0, 100});
            FakeNode.write(incoming, bytes(100, 2));
            assertThat(a.frame()).isEqualTo(bytes(100, 2));
            assertThat(a.counters()).containsEntry("tcp.malformed", 0L);
            FakeNode.close(outgoing);
            FakeNode.close(incoming);
        }
    }

    @Test
    void ofTooManyConnectionsOfAProcessTheOldestIsClosed() {
        try (Station a = Station.tcp()) {
            byte[] hello = FakeNode.hello(Hello.CONNECT, 1, new Address("127.0.0.1", 1));
            List<Socket> connections = new ArrayList<>();
            for (int i = 0; i <= TcpLink.MAX_PER_PROCESS; i++) {
                Socket connection = FakeNode.connect(a.address());
                FakeNode.write(connection, hello);
                FakeNode.readHello(connection);
                connections.add(connection);
            }
            FakeNode.awaitClosed(connections.removeFirst());
            for (Socket kept : connections) {
                FakeNode.write(kept, new byte[] {0, 0, 0, 100});
                FakeNode.write(kept, bytes(100, 1));
                assertThat(a.frame()).isEqualTo(bytes(100, 1));
                FakeNode.close(kept);
            }
        }
    }

    @Test
    void whatWasSentBeforeClosingArrives() {
        try (Station b = Station.tcp()) {
            int frames = 200;
            try (Station a = Station.tcp()) {
                a.send(b.address(), bytes(100, 0));
                b.frame();
                a.on(link -> {
                    for (int i = 0; i < frames; i++) {
                        link.send(b.address(), Packet.of(bytes(30_000, i)));
                    }
                    link.close();
                    return true;
                });
            }
            for (int i = 0; i < frames; i++) {
                assertThat(b.frame()).isEqualTo(bytes(30_000, i));
            }
        }
    }
}
