package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TcpLinkTest {
    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void framesOfAllSizesArriveWholeAndInOrder() {
        try (Station a = Station.tcp();
                Station b = Station.tcp()) {
            int[] sizes = {Frame.HEADER_BYTES, 15, 100, 1_400, 2_048, 2_049, 16_000, 16_384, 60_000, 65_535, 65_536};
            for (int round = 0; round < 20; round++) {
                int seed = round;
                a.on(link -> {
                    for (int size : sizes) {
                        link.send(b.address(), Packet.of(bytes(size, seed)));
                    }
                    return true;
                });
            }
            for (int round = 0; round < 20; round++) {
                for (int size : sizes) {
                    assertThat(b.frame()).isEqualTo(bytes(size, round));
                }
            }
        }
    }

    @Test
    void aCastReachesEachReceiver() {
        try (Station a = Station.tcp();
                Station b = Station.tcp();
                Station c = Station.tcp()) {
            List<Address> both = List.of(b.address(), c.address());
            for (int size : new int[] {50, 30_000}) {
                byte[] body = bytes(size, size);
                a.on(link -> {
                    link.cast(both, Packet.of(body));
                    return true;
                });
                assertThat(b.frame()).isEqualTo(body);
                assertThat(c.frame()).isEqualTo(body);
            }
        }
    }

    @Test
    void aDeadPeerIsReportedAsGone() {
        try (Station a = Station.tcp()) {
            Address dead;
            try (Station b = Station.tcp()) {
                dead = b.address();
                a.watch(dead);
                a.send(dead, bytes(100, 1));
                b.frame();
                assertThat(a.gone).isEmpty();
            }
            assertThat(Station.take(a.gone)).isEqualTo(dead);
        }
    }
}
