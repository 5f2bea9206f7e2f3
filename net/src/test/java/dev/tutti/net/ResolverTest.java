package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Transport;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Packet;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Names of peers that move: each attempt looks them up again. */
class ResolverTest implements Inbox {
    private static final String NAME = "peer.example.org";

    private static byte[] frame(int value) {
        byte[] frame = new byte[20];
        frame[19] = (byte) value;
        return frame;
    }

    /** Loopback addresses of which nobody listens on the second. */
    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }

    @Test
    void aNameIsLookedUpAtEachAttemptToConnect() {
        AtomicInteger asked = new AtomicInteger();
        Resolver moving = new Resolver("names", host -> switch (asked.incrementAndGet()) {
            case 1 -> throw new UnknownHostException(host);
            case 2 -> new InetAddress[] {loopback(2)};
            default -> new InetAddress[] {loopback(1)};
        });
        try (Station station = new Station(Station.options(Transport.TCP, "127.0.0.1:0"), moving);
                FakeNode peer = new FakeNode()) {
            Address named = new Address(NAME, peer.address().port());
            station.watch(named);
            Socket connection = peer.acceptAs(1);
            station.send(named, frame(7));
            assertThat(FakeNode.frame(connection)).isEqualTo(frame(7));
            assertThat(asked).hasValue(3);
            FakeNode.close(connection);
            Socket again = peer.acceptAs(1);
            assertThat(asked).as("also after a connection broke").hasValue(4);
            FakeNode.close(again);
        }
    }

    @Test
    void aNameWhoseLookUpFailsInAnyWayIsLookedUpAgain() {
        AtomicInteger asked = new AtomicInteger();
        Resolver failing = new Resolver("names", host -> switch (asked.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("no resolver");
            default -> new InetAddress[] {loopback(1)};
        });
        reachedAtTheSecondAttempt(failing);
    }

    @Test
    void aNameForWhichThereIsNoThreadIsLookedUpAgain() {
        AtomicInteger asked = new AtomicInteger();
        Resolver failing = new Resolver(host -> new InetAddress[] {loopback(1)}, work -> {
            if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(work);
        });
        reachedAtTheSecondAttempt(failing);
    }

    private static void reachedAtTheSecondAttempt(Resolver failing) {
        try (Station station = new Station(Station.options(Transport.TCP, "127.0.0.1:0"), failing);
                FakeNode peer = new FakeNode()) {
            Address named = new Address(NAME, peer.address().port());
            station.watch(named);
            Socket connection = peer.acceptAs(1);
            assertThat(Station.take(station.notices)).contains(NAME, "will try again");
            FakeNode.close(connection);
        }
    }

    @Override
    public void frame(Packet frame) {}

    @Override
    public void gone(Address peer) {}

    @Test
    void datagramsGoWhereTheNamePointsNowAfterSomeSeconds() throws IOException {
        long[] nowNanos = {1};
        InetAddress[] there = {loopback(1)};
        Notices notices = new Notices(notice -> {}, System::nanoTime);
        Loop loop = new Loop(Sockets.NIO, notices, () -> nowNanos[0]);
        Resolver resolver = new Resolver("names", host -> there.clone());
        NetLink link = Driver.open(
                new NetContext(loop, Sockets.NIO, resolver, this, notices, new Counters(), new SplittableRandom(1)),
                Station.options(Transport.UDP, "127.0.0.1:0"));
        try (DatagramSocket first = new DatagramSocket(new InetSocketAddress(loopback(1), 0));
                DatagramSocket second = new DatagramSocket(new InetSocketAddress(loopback(2), first.getLocalPort()))) {
            Address named = new Address(NAME, first.getLocalPort());
            assertThat(sentUntilItCame(loop, link, named, first)).isEqualTo(frame(1));
            there[0] = loopback(2);
            nowNanos[0] += TimeUnit.SECONDS.toNanos(6);
            assertThat(sentUntilItCame(loop, link, named, second)).isEqualTo(frame(1));
        } finally {
            link.close();
            resolver.close();
            loop.end();
            link.release();
        }
    }

    /** What is sent while the name is looked up is lost, or goes to where it pointed before. */
    private static byte[] sentUntilItCame(Loop loop, NetLink link, Address to, DatagramSocket at) throws IOException {
        DatagramPacket datagram = new DatagramPacket(new byte[100], 100);
        at.setSoTimeout(20);
        for (int attempt = 0; attempt < 500; attempt++) {
            link.send(to, Packet.of(frame(1)));
            loop.step(TimeUnit.MILLISECONDS.toNanos(1), link::flush);
            try {
                at.receive(datagram);
                return java.util.Arrays.copyOf(datagram.getData(), datagram.getLength());
            } catch (java.net.SocketTimeoutException notYet) {
                assertThat(notYet).isNotNull();
            }
        }
        throw new AssertionError("nothing came");
    }

    @Test
    void aProgramMayTellJavaToForgetNames() {
        String before = Security.getProperty("networkaddress.cache.ttl");
        Tutti.lookUpAfresh();
        assertThat(List.of("0", String.valueOf(before)))
                .as("what was set before stays")
                .contains(Security.getProperty("networkaddress.cache.ttl"));
        assertThat(Security.getProperty("networkaddress.cache.ttl")).isNotNull();
    }
}
