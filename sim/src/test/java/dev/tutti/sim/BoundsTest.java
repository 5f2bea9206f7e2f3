package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What members may keep when all is quiet. */
class BoundsTest {
    private static final long SOON_MILLIS = 10_000;

    @Test
    void whatAMemberCastsWhileItWaitsForAGroupThatHasEndedIsKept() {
        Cluster cluster = Scenario.group("a", "b", "c");
        cluster.partition(List.of(List.of("a", "b"), List.of("c")));
        cluster.await(SOON_MILLIS, cluster.together("a", "b"));
        cluster.await(SOON_MILLIS, cluster.together("c"));
        cluster.heal();
        cluster.await(SOON_MILLIS, cluster.member("c")::mute);
        cluster.crash("a", "b");

        cluster.cast("c", 5);
        cluster.settle(SOON_MILLIS);

        assertThat(cluster.member("c").heldBytes().get("outbox")).isPositive();
        assertThat(Bounds.empty(cluster.members())).isTrue();
    }
}
