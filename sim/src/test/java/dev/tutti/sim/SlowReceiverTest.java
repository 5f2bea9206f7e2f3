package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Options;
import dev.tutti.View;
import java.util.List;
import java.util.function.BooleanSupplier;
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

    /** What a sender may have got rid of: a window, what a block released, and what waits in the outbox. */
    private static final int MOST_BYTES = 4 * WINDOW_BYTES;

    private static final long NEVER_MILLIS = 1_000_000_000;

    private static Cluster withAnApplicationThatHasStopped() {
        Setup setup = Setup.DEFAULT.options(
                Options.local().with(Options.WINDOW_BYTES, WINDOW_BYTES).with(Options.OUTBOX_BYTES, WINDOW_BYTES));
        Cluster cluster = Scenario.group(1, setup, "a", "b", "c");
        cluster.slow("c", NEVER_MILLIS);
        return cluster;
    }

    /** Casts as much as the group takes; returns how many bytes it has taken so far. */
    private static long fill(Cluster cluster, long before) {
        long bytes = before;
        for (int i = 0; i < 50; i++) {
            while (cluster.member("a").cast(1_000) != null) {
                bytes += 1_000;
            }
            cluster.run(10);
        }
        return bytes;
    }

    private static BooleanSupplier members(Cluster cluster, String name, int count) {
        return () -> {
            View view = cluster.member(name).view();
            return view != null && view.members().size() == count;
        };
    }

    @Test
    void viewChangesGiveNobodyAFreshWindow() {
        Cluster cluster = withAnApplicationThatHasStopped();
        long bytes = fill(cluster, 0);
        for (int i = 0; i < 8; i++) {
            cluster.start("d");
            cluster.await(5_000, members(cluster, "a", 4));
            bytes = fill(cluster, bytes);
            cluster.leave("d");
            cluster.await(5_000, members(cluster, "a", 3));
            bytes = fill(cluster, bytes);
        }
        assertThat(bytes).isLessThan(MOST_BYTES);
        assertThat(cluster.check()).isEmpty();
        Scenario.endsWell(cluster, "a", "b", "c");
        assertThat(cluster.member("c").delivered()).isEqualTo(bytes / 1_000);
        assertThat(fill(cluster, 0)).as("afterwards").isGreaterThan(10 * MOST_BYTES);
    }

    @Test
    void neitherDoPartitionsThatHeal() {
        Cluster cluster = withAnApplicationThatHasStopped();
        long bytes = fill(cluster, 0);
        for (int i = 0; i < 8; i++) {
            cluster.partition(List.of(List.of("a", "b"), List.of("c")));
            cluster.await(10_000, members(cluster, "a", 2));
            cluster.heal();
            cluster.await(10_000, members(cluster, "a", 3));
            bytes = fill(cluster, bytes);
        }
        assertThat(cluster.check()).isEmpty();
        Scenario.endsWell(cluster, "a", "b", "c");
        // What a cast while it was without c is not c's to hold.
        assertThat(cluster.member("c").delivered() * 1_000).isLessThan(Math.min(bytes, MOST_BYTES));
        assertThat(fill(cluster, 0)).as("afterwards").isGreaterThan(10 * MOST_BYTES);
    }

    @Test
    void whatWaitsForCreditIsNotLostWhenTheGroupWentOnWithoutThisMember() {
        Setup setup = Setup.DEFAULT.options(
                Options.local().with(Options.WINDOW_BYTES, WINDOW_BYTES).with(Options.OUTBOX_BYTES, 4 * WINDOW_BYTES));
        Cluster cluster = Scenario.group(1, setup, "a", "b", "c");
        cluster.partition(List.of(List.of("a", "b"), List.of("c")));
        cluster.await(5_000, cluster.together("c"));
        cluster.slow("c", 20);
        for (int i = 0; i < 20; i++) {
            cluster.member("c").cast(10_000);
        }
        cluster.run(50);
        cluster.heal();
        cluster.await(5_000, cluster.together("a", "b", "c"));
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
