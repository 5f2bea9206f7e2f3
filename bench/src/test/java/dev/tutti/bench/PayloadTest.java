package dev.tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    private final Payload payload = new Payload(64 << 10);

    @ParameterizedTest
    @ValueSource(ints = {Payload.MIN_BYTES, Payload.MIN_BYTES + 1, 64, 1024, 64 << 10})
    void holdsWhatItWasMadeOf(int sizeBytes) {
        byte[] bytes = payload.make(sizeBytes, 40_000, 1L << 40, -5, true);

        assertThat(bytes).hasSize(sizeBytes);
        assertThat(Payload.stream(bytes, 0)).isEqualTo(40_000);
        assertThat(Payload.sequence(bytes, 0)).isEqualTo(1L << 40);
        assertThat(Payload.dueNanos(bytes, 0)).isEqualTo(-5);
        assertThat(Payload.isLast(bytes, 0)).isTrue();
        assertThat(payload.matches(bytes, 0, sizeBytes, 40_000, 1L << 40)).isTrue();
    }

    @Test
    void theBodyOfAnotherMessageDoesNotMatch() {
        byte[] bytes = payload.make(64, 3, 1_000, 0, false);

        for (long other = 900; other < 1_100; other++) {
            assertThat(payload.matches(bytes, 0, 64, 3, other)).isEqualTo(other == 1_000);
        }
        for (int stream = 0; stream < 16; stream++) {
            assertThat(payload.matches(bytes, 0, 64, stream, 1_000)).isEqualTo(stream == 3);
        }
    }

    @Test
    void aLengthBeyondAllPayloadsDoesNotMatch() {
        byte[] bytes = new Payload(1 << 20).make(1 << 20, 0, 0, 0, false);

        assertThat(payload.matches(bytes, 0, bytes.length, 0, 0)).isFalse();
    }
}
