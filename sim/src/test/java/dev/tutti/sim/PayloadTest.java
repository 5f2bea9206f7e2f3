package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void theIdComesBackWhateverTheSize() {
        for (int size : new int[] {0, 3, 4, 5, 255, 256, 257, 16_383, 16_384, 16_388, 100_000, 1 << 24}) {
            byte[] payload = Payload.of("a/1", size);

            assertThat(payload).hasSize(Math.max(4, size));
            assertThat(Payload.id(payload)).isEqualTo("a/1");
        }
    }

    @Test
    void anyChangeOfAByteShows() {
        byte[] payload = Payload.of("a/1", 600);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= 1;
            assertThat(Payload.id(payload)).isNotEqualTo("a/1");
            payload[i] ^= 1;
        }
        assertThat(Payload.id(payload)).isEqualTo("a/1");
    }

    @Test
    void aPayloadCutShortShows() {
        byte[] payload = Payload.of("a/1", 600);

        assertThat(Payload.id(Arrays.copyOf(payload, 599))).isNotEqualTo("a/1");
        assertThat(Payload.id(new byte[0])).isNotEmpty();
    }
}
