package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.Address;
import dev.tutti.Options;
import dev.tutti.Transport;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a watched peer is reported as gone, and when not. */
class EvidenceTest {
    private static byte[] frame(int value) {
        byte[] frame = new byte[20];
        frame[19] = (byte) value;
        return frame;
    }

    @Test
    void aPeerThatRefusesAfterItsConnectionBrokeIsGone() {
        try (Station station = Station.tcp()) {
            FakeNode peer = new FakeNode();
            station.watch(peer.address());
            Socket connection = peer.acceptAs(1);
            long start = System.nanoTime();
            peer.close();
            FakeNode.close(connection);
            assertThat(Station.take(station.gone)).isEqualTo(peer.address());
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void soItIsOverEpoll() {
        assumeTrue(Epoll.isAvailable());
        try (Station station =
                new Station(Station.options(Transport.TCP, "127.0.0.1:0").with(Options.EPOLL, true))) {
            FakeNode peer = new FakeNode();
            station.watch(peer.address());
            Socket connection = peer.acceptAs(1);
            peer.close();
            FakeNode.close(connection);
            assertThat(Station.take(station.gone)).isEqualTo(peer.address());
        }
    }

    @Test
    void aPeerThatAnswersAgainIsNotGone() {
        try (Station station = Station.tcp();
                FakeNode peer = new FakeNode()) {
            station.watch(peer.address());
            for (int i = 0; i < 3; i++) {
                Socket connection = peer.acceptAs(1);
                station.send(peer.address(), frame(i));
                assertThat(FakeNode.frame(connection)).isEqualTo(frame(i));
                FakeNode.close(connection);
            }
            station.awaitCount("tcp.reconnects", 3);
            assertThat(station.gone).isEmpty();
        }
    }

    @Test
    void anotherProcessAtTheAddressMeansThatThePeerIsGone() {
        try (Station station = Station.tcp();
                FakeNode peer = new FakeNode()) {
            station.watch(peer.address());
            FakeNode.close(peer.acceptAs(1));
            Socket second = peer.acceptAs(2);
            assertThat(Station.take(station.gone)).isEqualTo(peer.address());
            station.send(peer.address(), frame(7));
            assertThat(FakeNode.frame(second)).as("the new one is reached").isEqualTo(frame(7));
            assertThat(station.gone).as("told once").isEmpty();
        }
    }

    @Test
    void somethingElseAtTheAddressMeansThatThePeerIsGone() {
        try (Station station = Station.tcp();
                FakeNode peer = new FakeNode()) {
            station.watch(peer.address());
            FakeNode.close(peer.acceptAs(1));
            FakeNode.write(
                    peer.accept(),
                    "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(Station.take(station.gone)).isEqualTo(peer.address());
        }
    }

    @Test
    void aPeerThatBreaksTheFirstAnswersIsAskedAgain() {
        try (Station station = Station.tcp();
                FakeNode peer = new FakeNode()) {
            station.watch(peer.address());
            FakeNode.close(peer.acceptAs(1));
            FakeNode.close(peer.accept());
            FakeNode.close(peer.accept());
            Socket connection = peer.acceptAs(1);
            station.send(peer.address(), frame(1));
            assertThat(FakeNode.frame(connection)).isEqualTo(frame(1));
            assertThat(station.gone).as("no answer proves nothing").isEmpty();
        }
    }

    @Test
    void aPeerThatIsNotWatchedIsNoNews() {
        try (Station station = Station.tcp()) {
            FakeNode peer = new FakeNode();
            station.watch(peer.address());
            Socket connection = peer.acceptAs(1);
            station.watch();
            peer.close();
            FakeNode.close(connection);
            // The dead one was handled before the living one, on the same loop.
            try (FakeNode other = new FakeNode()) {
                station.watch(other.address());
                station.send(peer.address(), frame(1));
                Socket alive = other.acceptAs(2);
                station.send(other.address(), frame(2));
                FakeNode.frame(alive);
            }
            assertThat(station.gone).doesNotContain(peer.address());
        }
    }

    @Test
    void aBrokenIncomingConnectionIsReasonToLook() {
        try (Station station = Station.tcp()) {
            FakeNode peer = new FakeNode();
            station.watch(peer.address());
            // Connected both ways; then only the incoming one tells, since the outgoing one is not up.
            Socket incoming = FakeNode.connect(station.address());
            FakeNode.write(incoming, FakeNode.hello(Hello.CONNECT, 1, peer.address()));
            Socket outgoing = peer.acceptAs(1);
            peer.close();
            FakeNode.close(incoming);
            FakeNode.close(outgoing);
            assertThat(Station.take(station.gone)).isEqualTo(peer.address());
        }
    }

    @Test
    void aPeerThatComesBackElsewhereInTheSameShoesIsAskedWhoItIs() {
        try (Station station = Station.tcp();
                FakeNode peer = new FakeNode()) {
            station.watch(peer.address());
            Socket first = peer.acceptAs(1);
            station.send(peer.address(), frame(1));
            FakeNode.frame(first);
            // The host crashed: no FIN, no RST. What runs there now introduces itself.
            Socket incoming = FakeNode.connect(station.address());
            FakeNode.write(incoming, FakeNode.hello(Hello.CONNECT, 2, peer.address()));
            peer.acceptAs(2);
            assertThat(Station.take(station.gone)).isEqualTo(peer.address());
            FakeNode.close(first);
            FakeNode.close(incoming);
        }
    }

    /** A round-robin name: the order of its addresses changes, so that one of them may be dialled twice in a row. */
    @Test
    void aNameIsGoneOnlyWhenEachOfItsAddressesRefuses() throws IOException {
        InetAddress nobody = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        InetAddress somebody = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        AtomicInteger asked = new AtomicInteger();
        Resolver resolver = new Resolver(
                "names",
                host -> asked.incrementAndGet() == 1
                        ? new InetAddress[] {nobody, somebody}
                        : new InetAddress[] {somebody, nobody});
        try (Station station = new Station(Station.options(Transport.TCP, "127.0.0.1:0"), resolver)) {
            FakeNode peer = new FakeNode();
            Address named = new Address("peer.example.org", peer.address().port());
            station.watch(named);
            Socket connection = peer.acceptAs(1);
            assertThat(asked).as("refused twice at the same address").hasValue(3);
            assertThat(station.gone).isEmpty();
            station.send(named, frame(1));
            assertThat(FakeNode.frame(connection)).isEqualTo(frame(1));
            peer.close();
            FakeNode.close(connection);
            assertThat(Station.take(station.gone)).isEqualTo(named);
        }
    }

    @Test
    void whatTookTheAddressOfAFormerMemberIsNotGoneForThat() {
        try (Station station = Station.tcp();
                FakeNode peer = new FakeNode()) {
            station.watch(peer.address());
            Socket former = peer.acceptAs(1);
            station.send(peer.address(), frame(1));
            FakeNode.frame(former);
            // It leaves the view, its host is silent; the next process at its address is taken in, and says hello.
            station.watch();
            station.watch(peer.address());
            Socket incoming = FakeNode.connect(station.address());
            FakeNode.write(incoming, FakeNode.hello(Hello.CONNECT, 2, peer.address()));
            Socket present = peer.acceptAs(2);
            station.send(peer.address(), frame(2));
            assertThat(FakeNode.frame(present)).isEqualTo(frame(2));
            assertThat(station.gone).isEmpty();
            FakeNode.close(former);
            FakeNode.close(incoming);
            FakeNode.close(present);
        }
    }

    @Test
    void aKilledProcessIsGoneWithinMilliseconds() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StationMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Station station = Station.tcp();
                java.io.BufferedReader out = process.inputReader()) {
            Address peer = Address.parse(out.readLine());
            station.watch(peer);
            station.send(peer, frame(1));
            assertThat(out.readLine()).isEqualTo("frame");
            long start = System.nanoTime();
            process.destroyForcibly();
            assertThat(Station.take(station.gone)).isEqualTo(peer);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertThat(millis).as("milliseconds from SIGKILL to evidence").isLessThan(1_000);
        } finally {
            process.destroyForcibly();
        }
    }
}
