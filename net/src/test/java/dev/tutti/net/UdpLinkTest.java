package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.Address;
import dev.tutti.ConfigException;
import dev.tutti.Options;
import dev.tutti.Transport;
import dev.tutti.TransportException;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import io.netty.channel.epoll.Epoll;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class UdpLinkTest {
    private static final Options UDP = Station.options(Transport.UDP, "127.0.0.1:0");
    private static final Options MULTICAST = Station.options(Transport.MULTICAST, "127.0.0.1:0");

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    private static void exchangeAllSizes(Options options) {
        try (Station a = new Station(options);
                Station b = new Station(options)) {
            for (int size : new int[] {Frame.HEADER_BYTES, 100, 1_400, 60_000, UdpLink.MAX_FRAME_BYTES}) {
                a.send(b.address(), bytes(size));
                assertThat(b.frame()).isEqualTo(bytes(size));
            }
            a.send(b.address(), bytes(UdpLink.MAX_FRAME_BYTES + 1));
            assertThat(a.counters()).containsEntry("udp.dropped", 1L).containsEntry("udp.frames.out", 5L);
        }
    }

    @Test
    void framesOfAllSizesArriveWhole() {
        exchangeAllSizes(UDP);
    }

    @Test
    void soTheyDoOverIpVersionSix() {
        assumeTrue(Station.hasIpVersionSix());
        exchangeAllSizes(Station.options(Transport.UDP, "[::1]:0"));
    }

    @Test
    void soTheyDoOverEpoll() {
        assumeTrue(Epoll.isAvailable());
        exchangeAllSizes(UDP.with(Options.EPOLL, true));
    }

    @Test
    void manyDatagramsInOneTurnArriveEach() {
        try (Station a = new Station(UDP);
                Station b = new Station(UDP)) {
            a.on(link -> {
                for (int i = 0; i < 500; i++) {
                    link.send(b.address(), Packet.of(bytes(100 + i)));
                }
                return true;
            });
            for (int i = 0; i < 500; i++) {
                assertThat(b.frame()).isEqualTo(bytes(100 + i));
            }
        }
    }

    @Test
    void framesFitOnePacketExceptWithinAMachine() {
        try (Station inside = new Station(UDP);
                Station set = new Station(UDP.with(Options.MAX_FRAME_BYTES, 9_000))) {
            assertThat(inside.<Integer>on(NetLink::maxFrameBytes)).isEqualTo(60_000);
            assertThat(set.<Integer>on(NetLink::maxFrameBytes)).isEqualTo(9_000);
        }
        try (Station outside = new Station(Station.options(Transport.UDP, "0.0.0.0:0")
                .with(Options.ADVERTISE, java.util.Optional.of(new Address("10.0.0.1", 0))))) {
            assertThat(outside.<Integer>on(NetLink::maxFrameBytes)).isEqualTo(1_400);
        }
    }

    @Test
    void aNameIsLookedUpAndThenReached() {
        try (Station a = new Station(UDP);
                Station b = new Station(UDP)) {
            Address named = new Address("localhost", b.address().port());
            // The first may be lost to the look-up; datagrams may be.
            NetLink link = a.on(own -> own);
            a.repeat(() -> link.send(named, Packet.of(bytes(100))), () -> !b.frames.isEmpty());
            assertThat(b.frame()).isEqualTo(bytes(100));
        }
    }

    /** A node may be among its own seeds, and finds that out only by asking there. */
    @Test
    void whatIsSentToOneselfArrivesUnlessItIsACast() {
        for (Options options : List.of(UDP, MULTICAST)) {
            try (Station a = multicast(options)) {
                a.send(a.address(), bytes(100));
                assertThat(a.frame()).isEqualTo(bytes(100));
            }
        }
    }

    @Test
    void anUnknownHostIsSaidAndHarmsNobody() {
        try (Station a = new Station(UDP);
                Station b = new Station(UDP)) {
            a.send(new Address("no-such-host.invalid", 7800), bytes(100));
            assertThat(Station.take(a.notices)).contains("unknown host no-such-host.invalid");
            a.send(b.address(), bytes(100));
            assertThat(b.frame()).isEqualTo(bytes(100));
        }
    }

    private static Station multicast(Options options) {
        try {
            return new Station(options);
        } catch (TransportException impossible) {
            return Assumptions.abort("no multicast here: " + impossible.getMessage());
        }
    }

    private static void castAndAnnounce(Options options) {
        try (Station a = multicast(options);
                Station b = multicast(options);
                Station c = multicast(options)) {
            List<Address> others = List.of(b.address(), c.address());
            a.on(link -> {
                link.cast(others, Packet.of(bytes(1_000)));
                link.announce(Packet.of(bytes(20)));
                link.send(b.address(), Packet.of(bytes(30)));
                return true;
            });
            assertThat(List.of(b.frame(), b.frame(), b.frame()))
                    .containsExactlyInAnyOrder(bytes(1_000), bytes(20), bytes(30));
            assertThat(List.of(c.frame(), c.frame())).containsExactlyInAnyOrder(bytes(1_000), bytes(20));
            a.awaitCount("udp.own", 2);
            assertThat(a.frames).isEmpty();
            assertThat(a.counters()).as("a cast is sent once").containsEntry("udp.frames.out", 3L);
        }
    }

    @Test
    void aMulticastReachesAllOthersAndNotItsSender() {
        castAndAnnounce(MULTICAST);
    }

    @Test
    void soItDoesOverEpoll() {
        assumeTrue(Epoll.isAvailable());
        castAndAnnounce(MULTICAST.with(Options.EPOLL, true));
    }

    @Test
    void anAddressThatIsNotForMulticastIsSaidWithItsRemedy() {
        assertThatThrownBy(() -> new Station(MULTICAST.with(Options.MULTICAST_ADDRESS, new Address("10.0.0.1", 7884))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("10.0.0.1:7884 is no multicast address: take");
        assertThatThrownBy(
                        () -> new Station(MULTICAST.with(Options.MULTICAST_ADDRESS, new Address("ff12::7884", 7884))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("of different kinds");
    }
}
