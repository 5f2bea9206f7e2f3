package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.GroupProperties;
import dev.tutti.kernel.Frame;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What survives whom, when a view ends. */
class ResilienceTest {
    private static final long STEP_NANOS = 10_000;
    private static final long LIMIT_NANOS = 1_000_000_000;

    /**
     * A member casts, and no other gets it; then the view ends because somebody joins. The others are given the cast as part of that; whoever
     * casts must not deliver it before they have it, for it crashes as soon as it has.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, GroupProperties.ALL})
    void whatIsDeliveredAtTheEndOfAViewOutlivesTheOneWhoDeliveredIt(int degree) {
        Cluster cluster = Scenario.group(1, Setup.DEFAULT.group(group -> group.resilience(degree)), "a", "b", "c");
        cluster.network().filter((from, to, frame) -> !from.host().equals("a") || Frame.kind(frame) != Frame.CAST);
        cluster.cast("a", 1);
        cluster.run(5);
        assertThat(cluster.member("a").delivered()).isZero();
        cluster.start("d");
        long limitNanos = cluster.scheduler().nowNanos() + LIMIT_NANOS;
        while (cluster.member("a").delivered() == 0 && cluster.scheduler().nowNanos() < limitNanos) {
            cluster.scheduler().runUntil(cluster.scheduler().nowNanos() + STEP_NANOS);
        }
        assertThat(cluster.member("a").delivered()).isEqualTo(1);
        cluster.crash("a");
        Scenario.endsWell(cluster, "b", "c", "d");
        assertThat(cluster.member("b").delivered()).isEqualTo(1);
        assertThat(cluster.member("c").delivered()).isEqualTo(1);
    }
}
