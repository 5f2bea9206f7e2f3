package dev.tutti.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest {
    @Test
    void countsStandUnderTheirNamesInOrder() {
        Counters counters = new Counters();
        counters.counter("mnak.naks").increment();
        counters.counter("bottom.malformed").add(4);
        counters.counter("mnak.naks").increment();
        assertThat(counters.counter("mnak.naks").count()).isEqualTo(2);
        Map<String, Long> snapshot = counters.snapshot();
        assertThat(snapshot).containsExactly(Map.entry("bottom.malformed", 4L), Map.entry("mnak.naks", 2L));
        counters.counter("mnak.naks").increment();
        assertThat(snapshot).as("a copy").containsEntry("mnak.naks", 2L);
    }
}
