package dev.tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddle() {
        Samples samples = new Samples(List.of(5.0, 1.0, 3.0));

        assertThat(samples.median()).isEqualTo(3);
        assertThat(samples.min()).isEqualTo(1);
        assertThat(samples.max()).isEqualTo(5);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(new Samples(List.of(4.0, 1.0, 2.0, 100.0)).median()).isEqualTo(3);
    }

    @Test
    void oneValueIsItsOwnMedian() {
        assertThat(new Samples(List.of(7.0)).median()).isEqualTo(7);
    }

    @Test
    void noValuesAreRefused() {
        assertThatThrownBy(() -> new Samples(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
