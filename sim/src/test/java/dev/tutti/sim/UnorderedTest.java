package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Delivery;
import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Order;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Casts that may overtake others, and members that part while one has overtaken. */
class UnorderedTest {
    private static final int SMALL = 0;

    /** Larger than a frame. */
    private static final int LARGE = 10_000;

    private static Cluster three(Setup setup) {
        return Scenario.group(1, setup, "a", "b", "c");
    }

    /** A casts once so that nobody gets it, then without an order so that b alone does; returns the second. */
    private static String overtaking(Cluster cluster, int sizeBytes) {
        cluster.cut("a", "b");
        cluster.cut("a", "c");
        cluster.cast("a", 1);
        cluster.run(1);
        cluster.network().mend(Cluster.address("a"), Cluster.address("b"));
        return Objects.requireNonNull(cluster.member("a").cast(sizeBytes, Delivery.UNORDERED));
    }

    @Test
    void anUnorderedCastDoesNotWaitForWhatIsMissingBeforeIt() {
        Cluster cluster = three(Setup.DEFAULT);
        String unordered = overtaking(cluster, SMALL);
        cluster.run(1);
        assertThat(cluster.member("b").content()).containsExactly(unordered);
        Scenario.endsWell(cluster, "a", "b", "c");
        assertThat(cluster.member("c").content()).hasSize(2);
    }

    @Test
    void norForAnOrderOrForHowManyHoldIt() {
        Setup setup =
                Setup.DEFAULT.group(group -> group.order(Order.TOTAL_CAUSAL).resilience(GroupProperties.ALL));
        Cluster cluster = three(setup);
        String unordered = overtaking(cluster, SMALL);
        cluster.run(1);
        assertThat(cluster.member("b").content()).containsExactly(unordered);
        Scenario.endsWell(cluster, "a", "b", "c");
    }

    /** What is missing before it is lost for ever, so no count can name it. */
    @Test
    void whatOneSurvivorWasDeliveredOutOfOrderAllSurvivorsAre() {
        for (int sizeBytes : new int[] {SMALL, LARGE}) {
            Cluster cluster = three(Setup.DEFAULT);
            String unordered = overtaking(cluster, sizeBytes);
            cluster.run(1);
            assertThat(cluster.member("b").content()).containsExactly(unordered);
            assertThat(cluster.member("c").content()).isEmpty();

            cluster.crash("a");
            cluster.heal();
            cluster.await(5_000, cluster.together("b", "c"));

            assertThat(cluster.member("b").content()).containsExactly(unordered);
            assertThat(cluster.member("c").content()).containsExactly(unordered);
            assertThat(cluster.checkSettled()).isEmpty();
        }
    }

    @Test
    void aSideThatPartsAgreesOnItToo() {
        Cluster cluster = three(Setup.DEFAULT);
        String unordered = overtaking(cluster, SMALL);
        cluster.run(1);
        cluster.cut("a", "b");
        cluster.cut("b", "a");
        cluster.cut("c", "a");
        cluster.await(5_000, cluster.together("b", "c"));
        assertThat(cluster.member("c").content()).containsExactly(unordered);
        Scenario.endsWell(cluster, "a", "b", "c");
    }
}
