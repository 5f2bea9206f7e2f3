package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Options;
import java.time.Duration;
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

    @Test
    void whatAMemberSendsItselfWaitsInItsOutboxWhileItDoesNotConsume() {
        int sizeBytes = 10_000;
        int windowBytes = 100_000;
        Options options =
                Options.local().with(Options.WINDOW_BYTES, windowBytes).with(Options.OUTBOX_BYTES, 10 * windowBytes);
        Cluster cluster = new Cluster(1, Setup.DEFAULT.options(options));
        cluster.found("a");
        SimMember member = cluster.member("a");
        cluster.await(SOON_MILLIS, cluster.together("a"));
        member.slow(Duration.ofSeconds(1).toNanos());

        for (int i = 0; i < 50; i++) {
            member.send(member, sizeBytes);
        }
        cluster.run(10);

        assertThat(member.heldBytes().get("own")).isBetween((long) windowBytes, windowBytes + 2L * sizeBytes);
        assertThat(member.heldBytes().get("outbox")).isGreaterThan(300_000);
        member.slow(0);
        cluster.settle(SOON_MILLIS);
        assertThat(member.delivered()).isEqualTo(50);
        assertThat(Bounds.empty(cluster.members())).isTrue();
    }
}
