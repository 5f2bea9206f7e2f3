package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DemoPatienceTest {
    private static final long MILLI_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<String> said = new ArrayList<>();
    private int looks;

    @Test
    void saysWhatItWaitsFor() throws Exception {
        DemoPatience patience = new DemoPatience(said::add, Long.MAX_VALUE, MILLI_NANOS);

        String found = patience.await("bob to leave", () -> said.size() < 2 ? Optional.empty() : Optional.of("it"));

        assertThat(found).isEqualTo("it");
        assertThat(said).containsOnly("still waiting for bob to leave");
    }

    @Test
    void endsWhenNothingHasMovedForTheWholeTime() {
        DemoPatience patience = new DemoPatience(said::add, 20 * MILLI_NANOS, Long.MAX_VALUE);

        assertThatThrownBy(() -> patience.await("bob to leave", Optional::empty))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("waited in vain for bob to leave");
    }

    @Test
    void doesNotEndAsLongAsAnythingMoves() throws Exception {
        DemoPatience patience = new DemoPatience(said::add, 200 * MILLI_NANOS, MILLI_NANOS);
        long beganNanos = System.nanoTime();

        boolean late = patience.await("time to pass", () -> {
            patience.moved(() -> looks++);
            return System.nanoTime() - beganNanos > 400 * MILLI_NANOS ? Optional.of(true) : Optional.empty();
        });

        assertThat(late).isTrue();
        assertThat(looks).isPositive();
    }
}
