package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Group;
import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Order;
import dev.tutti.NotPrimaryException;
import dev.tutti.StateHandler.OnMerge;
import dev.tutti.View;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Splits and merges. */
class PartitionTest {
    private static final GroupProperties TOTAL = GroupProperties.DEFAULT.order(Order.TOTAL);

    private static boolean primary(Cluster cluster, String name) {
        View view = Objects.requireNonNull(cluster.member(name).view());
        return view.primary();
    }

    @Test
    void splitAndHeal() {
        Cluster cluster = Scenario.group(1, Setup.DEFAULT.state(OnMerge.MERGE), "a", "b", "c", "d", "e");
        cluster.partition(List.of(List.of("a", "b", "c"), List.of("d", "e")));
        cluster.await(4_000, cluster.together("a", "b", "c"));
        cluster.await(4_000, cluster.together("d", "e"));
        assertThat(primary(cluster, "a")).isTrue();
        assertThat(primary(cluster, "d")).isFalse();
        List<String> here = cluster.cast("a", 5);
        List<String> there = cluster.cast("d", 5);
        cluster.run(500);
        cluster.heal();

        cluster.await(3_000, cluster.together("a", "b", "c", "d", "e"));
        Scenario.endsWell(cluster, "a", "b", "c", "d", "e");
        assertThat(primary(cluster, "d")).isTrue();
        for (SimMember member : cluster.members()) {
            assertThat(member.content()).containsAll(here).containsAll(there);
        }
    }

    @Test
    void theSideThatIsNotPrimaryIsRefusedCastsAndSwitches() {
        Cluster cluster = Scenario.group(1, Setup.DEFAULT.onlyPrimary(), "a", "b", "c", "d", "e");
        cluster.partition(List.of(List.of("a", "b", "c"), List.of("d", "e")));
        Group d = cluster.member("d").group();
        CompletableFuture<Void> early = d.reconfigure(TOTAL).toCompletableFuture();
        assertThat(early).as("nobody knows of the split yet").isNotDone();
        cluster.await(4_000, cluster.together("a", "b", "c"));
        cluster.await(4_000, cluster.together("d", "e"));

        // Whoever waits is told on a thread of his own.
        assertThatThrownBy(() -> early.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(NotPrimaryException.class);
        assertThatThrownBy(() -> {
                    var unused = d.reconfigure(TOTAL);
                })
                .isInstanceOf(NotPrimaryException.class)
                .hasMessageContaining("changes its properties")
                .hasMessageContaining("wait for a primary view");
        assertThatThrownBy(() -> d.gbcast(new byte[1])).isInstanceOf(NotPrimaryException.class);
        assertThatThrownBy(() -> d.cast(new byte[1]))
                .isInstanceOf(NotPrimaryException.class)
                .hasMessageContaining("takes casts");
        cluster.member("a").reconfigure(TOTAL);
        cluster.await(
                4_000, () -> cluster.member("c").group().view().properties().equals(TOTAL));
        cluster.heal();

        cluster.await(3_000, cluster.together("a", "b", "c", "d", "e"));
        assertThat(d.view().properties())
                .as("who comes back gets what the others run")
                .isEqualTo(TOTAL);
    }

    @Test
    void splitIntoThreeAndHeal() {
        Cluster cluster = Scenario.group(2, Setup.DEFAULT.state(OnMerge.MERGE), "a", "b", "c", "d", "e", "f");
        cluster.partition(List.of(List.of("a", "b"), List.of("c", "d"), List.of("e", "f")));
        cluster.await(5_000, cluster.together("a", "b"));
        cluster.await(5_000, cluster.together("c", "d"));
        cluster.await(5_000, cluster.together("e", "f"));
        cluster.cast("a", 3);
        cluster.cast("c", 3);
        cluster.cast("e", 3);
        cluster.run(500);
        cluster.heal();

        cluster.await(5_000, cluster.together("a", "b", "c", "d", "e", "f"));
        Scenario.endsWell(cluster, "a", "b", "c", "d", "e", "f");
        assertThat(cluster.member("f").content()).hasSize(9);
    }

    @Test
    void thePrimarySideWinsWhereTheApplicationSaysSo() {
        Cluster cluster = Scenario.group(3, Setup.DEFAULT.state(OnMerge.PRIMARY_WINS), "a", "b", "c");
        cluster.partition(List.of(List.of("a", "b"), List.of("c")));
        cluster.await(4_000, cluster.together("a", "b"));
        cluster.await(4_000, cluster.together("c"));
        List<String> here = cluster.cast("a", 5);
        List<String> there = cluster.cast("c", 5);
        cluster.run(500);
        cluster.heal();

        cluster.await(3_000, cluster.together("a", "b", "c"));
        Scenario.endsWell(cluster, "a", "b", "c");
        assertThat(cluster.member("c").content()).containsAll(here).doesNotContainAnyElementsOf(there);
    }

    @Test
    void aMinorityRefusesCastsWhereTheGroupAskedForThat() {
        Cluster cluster = Scenario.group(4, Setup.DEFAULT.onlyPrimary(), "a", "b", "c");
        cluster.partition(List.of(List.of("a", "b"), List.of("c")));
        cluster.await(4_000, cluster.together("c"));

        assertThat(cluster.cast("c", 1)).isEmpty();
        assertThat(cluster.cast("a", 1)).hasSize(1);
        Scenario.endsWell(cluster, "a", "b", "c");
    }

    @Test
    void splitAgainWhileHealing() {
        Cluster cluster = Scenario.group(5, Setup.DEFAULT.state(OnMerge.MERGE), "a", "b", "c", "d");
        for (int round = 0; round < 10; round++) {
            cluster.partition(List.of(List.of("a", "b"), List.of("c", "d")));
            cluster.cast("a", 2);
            cluster.cast("d", 2);
            cluster.run(1_500 + 37L * round);
            cluster.heal();
            cluster.run(200 + 53L * round);
        }
        Scenario.endsWell(cluster, "a", "b", "c", "d");
    }

    @Test
    void aPartitionWhereNobodyHasAMajorityHasNoPrimary() {
        Cluster cluster = Scenario.group("a", "b", "c", "d", "e");
        cluster.partition(List.of(List.of("a", "b"), List.of("c", "d"), List.of("e")));
        cluster.run(6_000);
        for (SimMember member : cluster.members()) {
            assertThat(primary(cluster, member.name())).isFalse();
        }
        cluster.heal();
        cluster.await(5_000, cluster.together("a", "b", "c", "d", "e"));
        assertThat(primary(cluster, "e")).isTrue();
        Scenario.endsWell(cluster, "a", "b", "c", "d", "e");
    }

    @Test
    void splitAndHealBeforeAnybodyNoticesCostsNothing() {
        Cluster cluster = Scenario.group("a", "b", "c");
        cluster.cast("a", 1);
        cluster.partition(List.of(List.of("a"), List.of("b", "c")));
        cluster.cast("a", 5);
        cluster.cast("b", 5);
        cluster.run(300);
        cluster.heal();
        cluster.run(300);
        assertThat(cluster.member("c").delivered()).isEqualTo(11);
        Scenario.endsWell(cluster, "a", "b", "c");
    }
}
