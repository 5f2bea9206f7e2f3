package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Options;
import org.junit.jupiter.api.Test;

/** A member whose application does not keep up. */
class SlowReceiverTest {
    private static final int WINDOW_BYTES = 1 << 16;

    @Test
    void aSlowReceiverHoldsSendersBackInsteadOfFillingMemory() {
        Setup setup = Setup.DEFAULT.options(
                Options.local().with(Options.WINDOW_BYTES, WINDOW_BYTES).with(Options.OUTBOX_BYTES, WINDOW_BYTES));
        Cluster cluster = Scenario.group(1, setup, "a", "b", "c");
        cluster.slow("c", 5);
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 20; j++) {
                cluster.member("a").cast(1_000);
            }
            cluster.run(10);
        }
        long taken = 4_000 - cluster.member("a").refused();

        // The window at the receiver, the outbox at the sender, and what the receiver consumed meanwhile.
        assertThat(cluster.member("a").refused()).isPositive();
        assertThat(taken * 1_000)
                .isLessThan(4 * WINDOW_BYTES + cluster.member("c").delivered() * 1_000);
        assertThat(cluster.check()).isEmpty();
        Scenario.endsWell(cluster, "a", "b", "c");
    }

    @Test
    void aReceiverThatStoppedForGoodIsLeftBehindByItsPauseNotByItsBacklog() {
        Cluster cluster = Scenario.group("a", "b", "c");
        cluster.pause("c");
        for (int i = 0; i < 100; i++) {
            cluster.cast("a", 10);
            cluster.run(50);
        }
        cluster.await(2_000, cluster.together("a", "b"));
        cluster.run(500);
        assertThat(cluster.member("b").delivered())
                .isEqualTo(1_000 - cluster.member("a").refused());
        Scenario.endsWell(cluster, "a", "b", "c");
    }
}
