package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.sim.world.LinkQuality;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Senders that crash when only some of the others have their messages. */
class CrashHalfWayTest {
    private final Cluster cluster = new Cluster(1, Setup.DEFAULT);

    private void startThree() {
        cluster.found("a");
        cluster.start("b", "c");
        cluster.await(5_000, cluster.together("a", "b", "c"));
    }

    @Test
    void whatOneSurvivorHasOfACrashedSenderAllSurvivorsGet() {
        startThree();
        cluster.cut("c", "b");
        List<String> casts = cluster.cast("c", 5);
        cluster.runUntil(1_000, () -> cluster.member("a").delivered() == 5);
        assertThat(cluster.member("b").delivered()).isZero();

        cluster.crash("c");
        cluster.heal();
        cluster.await(5_000, cluster.together("a", "b"));

        assertThat(cluster.member("a").content()).containsExactlyInAnyOrderElementsOf(casts);
        assertThat(cluster.member("b").content()).containsExactlyInAnyOrderElementsOf(casts);
        assertThat(cluster.checkSettled()).isEmpty();
    }

    @Test
    void theDeafSurvivorMayAlsoBeTheOneThatLeadsTheChange() {
        startThree();
        cluster.cut("c", "a");
        List<String> casts = cluster.cast("c", 5);
        cluster.runUntil(1_000, () -> cluster.member("b").delivered() == 5);

        cluster.crash("c");
        cluster.heal();
        cluster.await(5_000, cluster.together("a", "b"));

        assertThat(cluster.member("a").content()).containsExactlyInAnyOrderElementsOf(casts);
        assertThat(cluster.checkSettled()).isEmpty();
    }

    @Test
    void aPeerRepairsForTheSenderWithoutBeingTakenForIt() {
        startThree();
        cluster.cast("a", 3);
        cluster.run(100);
        cluster.cut("c", "b");
        cluster.cut("b", "c");
        cluster.cast("c", 20);
        cluster.cast("a", 20);
        cluster.cast("b", 20);

        cluster.run(400);
        cluster.crash("c");
        cluster.cast("a", 3);
        cluster.settle(5_000);

        assertThat(cluster.member("b").content()).isEqualTo(cluster.member("a").content());
        assertThat(cluster.member("b").content()).contains("c/20", "a/26", "b/20");
        assertThat(cluster.checkSettled()).isEmpty();
    }

    @Test
    void aSenderThatNobodyHeardLeavesNothingBehind() {
        startThree();
        cluster.cut("c", "a");
        cluster.cut("c", "b");
        cluster.cast("c", 5);
        cluster.run(10);
        cluster.crash("c");
        cluster.settle(5_000);

        assertThat(cluster.member("a").content()).isEmpty();
        assertThat(cluster.checkSettled()).isEmpty();
    }

    @Test
    void partOfTheMessagesHereAndPartThereEndsWithTheSameForBoth() {
        for (int seed = 0; seed < 50; seed++) {
            Cluster lossy = new Cluster(seed, Setup.DEFAULT);
            lossy.found("a");
            lossy.start("b", "c", "d");
            lossy.await(5_000, lossy.together("a", "b", "c", "d"));
            lossy.network().quality(LinkQuality.LAN.losing(0.5));
            for (int i = 0; i < 20; i++) {
                lossy.cast("d", 1);
                lossy.run(1);
            }
            lossy.crash("d");
            lossy.settle(20_000);

            assertThat(lossy.checkSettled()).as("seed %s", seed).isEmpty();
        }
    }
}
