package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
    void endsWhenItsTimeIsOverThoughMembersStillMove() {
        DemoPatience patience = new DemoPatience(said::add, 20 * MILLI_NANOS, Long.MAX_VALUE);

        assertThatThrownBy(() -> patience.await("bob to leave", () -> {
                    patience.moved(() -> looks++);
                    return Optional.empty();
                }))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("waited in vain for bob to leave: the 0.0 s that all of it may take are over")
                .hasMessageContaining("--limit");
        assertThat(looks).isPositive();
    }

    @Test
    void findsWhatIsThereAlreadyThoughItsTimeIsOver() throws Exception {
        DemoPatience patience = new DemoPatience(said::add, 0, Long.MAX_VALUE);

        assertThat(patience.await("bob", () -> Optional.of("bob"))).isEqualTo("bob");
        assertThatThrownBy(() -> patience.await("carl", Optional::empty)).isInstanceOf(DemoFailure.class);
    }

    @Test
    void letsNoMemberTryToJoinForLongerThanItLasts() {
        assertThat(new DemoPatience(said::add, Duration.ofSeconds(19)).joinTimeout())
                .isEqualTo("19000ms");
        assertThat(new DemoPatience(said::add, Duration.ZERO).joinTimeout()).isEqualTo("1ms");
        assertThat(new DemoPatience(said::add, Duration.ofDays(365)).joinTimeout())
                .isEqualTo("86400000ms");
    }
}
