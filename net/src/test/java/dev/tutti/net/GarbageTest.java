package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bytes that no node sends: they are counted, and nobody else notices. */
class GarbageTest {
    private static final Address ELSEWHERE = new Address("127.0.0.1", 1);

    private static byte[] frame(int value) {
        byte[] frame = new byte[50];
        frame[49] = (byte) value;
        return frame;
    }

    private static byte[] random(long seed, int most) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new byte[random.nextInt(1, most)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** What an attacker sends on a connection of its own. */
    private static byte[] attack(long seed) {
        byte[] noise = random(seed, 3_000);
        byte[] hello = FakeNode.hello(Hello.CONNECT, seed, ELSEWHERE);
        if (seed % 3 == 0) {
            return noise;
        }
        if (seed % 3 == 1) {
            // A good introduction, then a length that cannot be, then noise.
            byte[] both = new byte[hello.length + 4 + noise.length];
            System.arraycopy(hello, 0, both, 0, hello.length);
            both[hello.length] = (byte) 0x80;
            System.arraycopy(noise, 0, both, hello.length + 4, noise.length);
            return both;
        }
        SplittableRandom random = new SplittableRandom(seed);
        hello[random.nextInt(4)] ^= (byte) (1 + random.nextInt(255));
        return hello;
    }

    @Test
    void garbageOnConnectionsIsCountedAndDisturbsNobody() {
        try (Station a = Station.tcp();
                Station b = Station.tcp()) {
            int attacks = 150;
            for (int i = 0; i < attacks; i++) {
                Socket attacker = FakeNode.connect(b.address());
                try {
                    FakeNode.write(attacker, attack(i));
                } catch (java.io.UncheckedIOException closedAlready) {
                    assertThat(closedAlready).isNotNull();
                }
                FakeNode.awaitClosed(attacker);
                a.send(b.address(), frame(i));
                assertThat(b.frame()).isEqualTo(frame(i));
            }
            assertThat(b.counters())
                    .containsEntry("tcp.malformed", (long) attacks)
                    .containsEntry("tcp.frames.in", (long) attacks);
            assertThat(b.notices).isEmpty();
        }
    }

    @Test
    void garbageInAnswerToOurHelloIsCountedAndTheNextAttemptIsAsGoodAsAny() {
        try (Station a = Station.tcp();
                FakeNode peer = new FakeNode()) {
            a.watch(peer.address());
            byte[] greeting = FakeNode.hello(Hello.ACCEPT, 1, peer.address());
            byte[][] answers = {
                random(1, 3_000),
                random(2, 20),
                FakeNode.hello(Hello.CONNECT, 1, peer.address()),
                new byte[Hello.MAX_BYTES + 1],
                java.util.Arrays.copyOf(greeting, greeting.length + 1),
            };
            for (byte[] answer : answers) {
                Socket connection = peer.accept();
                FakeNode.write(connection, answer);
                FakeNode.awaitClosed(connection);
            }
            // The last answer was good, but something came behind it at once.
            Socket connection = peer.acceptAs(1);
            a.send(peer.address(), frame(1));
            assertThat(FakeNode.frame(connection)).isEqualTo(frame(1));
            assertThat(a.counters()).containsEntry("tcp.malformed", (long) answers.length);
            FakeNode.close(connection);
        }
    }

    @Test
    void aFrameThatStopsHalfWayIsNotHandedOn() {
        try (Station a = Station.tcp()) {
            Socket attacker = FakeNode.connect(a.address());
            FakeNode.write(attacker, FakeNode.hello(Hello.CONNECT, 1, ELSEWHERE));
            FakeNode.write(attacker, new byte[] {0, 0, 1, 0, 1, 2, 3});
            FakeNode.close(attacker);
            a.awaitCount("tcp.malformed", 1);
            assertThat(a.frames).isEmpty();
        }
    }

    @Test
    void connectionsThatSayNothingDoNotKeepOthersOut() {
        try (Station a = Station.tcp();
                Station b = Station.tcp()) {
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                silent.add(FakeNode.connect(b.address()));
            }
            b.awaitCount("tcp.refused", 200 - 128);
            FakeNode.awaitClosed(silent.getFirst());
            a.send(b.address(), frame(1));
            assertThat(b.frame()).isEqualTo(frame(1));
            silent.forEach(FakeNode::close);
        }
    }

    @Test
    @Tag("slow")
    void aConnectionThatSaysNothingIsClosedAfterAWhile() {
        try (Station a = Station.tcp()) {
            FakeNode.awaitClosed(FakeNode.connect(a.address()));
            assertThat(a.counters()).containsEntry("tcp.refused", 1L);
        }
    }

    @Test
    void randomDatagramsAreHandedOnOrCountedAndDisturbNobody() throws IOException {
        try (Station a = new Station(Station.options(Transport.UDP, "127.0.0.1:0"));
                Station b = new Station(Station.options(Transport.UDP, "127.0.0.1:0"));
                DatagramSocket attacker = new DatagramSocket()) {
            InetAddress host = InetAddress.getLoopbackAddress();
            int tooShort = 0;
            for (int i = 0; i < 200; i++) {
                byte[] noise = random(i, 60);
                attacker.send(new DatagramPacket(
                        noise, noise.length, host, b.address().port()));
                if (noise.length < dev.tutti.kernel.Frame.HEADER_BYTES) {
                    tooShort++;
                } else {
                    // Judged by the node, not by the transport.
                    assertThat(b.frame()).isEqualTo(noise);
                }
            }
            attacker.send(new DatagramPacket(new byte[0], 0, host, b.address().port()));
            b.awaitCount("udp.malformed", tooShort + 1);
            a.send(b.address(), frame(1));
            assertThat(b.frame()).isEqualTo(frame(1));
        }
    }
}
