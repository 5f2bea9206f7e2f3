package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Transport;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UdpLinkTest {
    private static Station udp(String bind) {
        return new Station(Station.options(Transport.UDP, bind));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void framesOfAllSizesArriveWhole() {
        try (Station a = udp("127.0.0.1:0");
                Station b = udp("127.0.0.1:0")) {
            for (int size : new int[] {Frame.HEADER_BYTES, 100, 1_400, 60_000, UdpLink.MAX_FRAME_BYTES}) {
                a.send(b.address(), bytes(size));
                assertThat(b.frame()).isEqualTo(bytes(size));
            }
            a.send(b.address(), bytes(UdpLink.MAX_FRAME_BYTES + 1));
            assertThat(a.counters()).containsEntry("udp.dropped", 1L);
        }
    }

    @Test
    void aMulticastReachesAllOthersAndNotItsSender() {
        try (Station a = new Station(Station.options(Transport.MULTICAST, "127.0.0.1:0"));
                Station b = new Station(Station.options(Transport.MULTICAST, "127.0.0.1:0"));
                Station c = new Station(Station.options(Transport.MULTICAST, "127.0.0.1:0"))) {
            List<Address> others = List.of(b.address(), c.address());
            a.on(link -> {
                link.cast(others, Packet.of(bytes(1_000)));
                return true;
            });
            assertThat(b.frame()).isEqualTo(bytes(1_000));
            assertThat(c.frame()).isEqualTo(bytes(1_000));
            a.awaitCount("udp.own", 1);
            assertThat(a.frames).isEmpty();
        }
    }
}
