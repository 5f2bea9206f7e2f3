package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Message;
import dev.tutti.StateHandler.OnMerge;
import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.TraceEvent;
import dev.tutti.sim.world.LinkQuality;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The state of the group on its way to those who lack it. */
class StateTransferTest {
    private static final Setup LARGE = Setup.DEFAULT.state(OnMerge.PRIMARY_WINS).stateFiller(2_000_000);
    private static final long MILLI = 1_000_000;
    /** Less than a chunk of the state, and more than what else travels. */
    private static final int CHUNK_BYTES = 1_000;

    private static long loads(Cluster cluster) {
        return cluster.trace().entries().stream()
                .map(Entry::event)
                .filter(TraceEvent.Loaded.class::isInstance)
                .count();
    }

    @Test
    void aJoinerGetsTheStateWhileOthersGoOnSending() {
        Cluster cluster = Scenario.group(1, LARGE, "a", "b");
        cluster.cast("a", 20);
        cluster.run(100);
        long before = loads(cluster);
        cluster.start("c");
        for (int i = 0; i < 200; i++) {
            cluster.cast("a", 1);
            cluster.cast("b", 1);
            cluster.run(2);
        }
        Scenario.endsWell(cluster, "a", "b", "c");
        assertThat(cluster.member("c").content()).hasSize(420);
        assertThat(loads(cluster) - before).isEqualTo(1);
    }

    @Test
    void theStateComesThroughALossyNetwork() {
        Cluster cluster = Scenario.group(2, LARGE, "a", "b");
        cluster.cast("a", 20);
        cluster.network().quality(LinkQuality.LAN.losing(0.1));
        cluster.start("c");
        cluster.cast("b", 5);
        cluster.run(5_000);
        Scenario.endsWell(cluster, "a", "b", "c");
        assertThat(cluster.member("c").content()).hasSize(25);
    }

    @Test
    void theProviderDiesAndTheNextTakesOver() {
        for (int afterMillis = 0; afterMillis < 60; afterMillis += 3) {
            Cluster cluster = Scenario.group(afterMillis, LARGE, "a", "b", "c");
            cluster.cast("a", 20);
            cluster.cast("b", 20);
            cluster.run(100);
            cluster.start("d");
            cluster.run(20 + afterMillis);
            cluster.crash("a");
            cluster.cast("b", 3);
            Scenario.endsWell(cluster, "b", "c", "d");
            assertThat(cluster.member("d").content()).hasSize(43);
        }
    }

    @Test
    void theReceiverDiesHalfWayAndComesAgain() {
        Cluster cluster = Scenario.group(3, LARGE, "a", "b");
        cluster.cast("a", 20);
        cluster.start("c");
        cluster.run(40);
        cluster.crash("c");
        cluster.start("c");
        Scenario.endsWell(cluster, "a", "b", "c");
        assertThat(cluster.member("c").content()).hasSize(20);
    }

    @Test
    void anotherMemberJoinsWhileTheStateIsUnderWay() {
        Cluster cluster = Scenario.group(4, LARGE, "a", "b");
        cluster.cast("a", 20);
        cluster.start("c");
        cluster.run(35);
        cluster.start("d");
        cluster.cast("a", 1);
        cluster.run(10);
        cluster.start("e");
        cluster.cast("b", 1);
        Scenario.endsWell(cluster, "a", "b", "c", "d", "e");
        assertThat(cluster.member("c").content()).hasSize(22);
    }

    @Test
    void allWhoHadTheStateDieBeforeAnybodyGotIt() {
        Cluster cluster = Scenario.group(5, LARGE, "a");
        cluster.cast("a", 20);
        cluster.start("b", "c");
        cluster.runUntil(
                2_000,
                () -> cluster.member("b").view() != null && cluster.member("c").view() != null);
        cluster.crash("a");
        cluster.cast("b", 3);
        Scenario.endsWell(cluster, "b", "c");
    }

    @Test
    void whoAloneHasTheStateLeavesOnlyWhenAnotherHasIt() {
        Cluster cluster = Scenario.group(5, LARGE, "a");
        cluster.cast("a", 20);
        cluster.network().filter((from, to, frame) -> frame.length() < CHUNK_BYTES);
        cluster.start("b");
        cluster.runUntil(2_000, () -> cluster.member("b").view() != null);
        cluster.leave("a");
        cluster.run(500);
        assertThat(loads(cluster)).as("the state is under way").isZero();
        cluster.network().filter((from, to, frame) -> true);
        Scenario.endsWell(cluster, "b");
        assertThat(cluster.member("b").content()).hasSize(20);
    }

    @Test
    void whatIsSentToAMemberThatWaitsForTheStateFollowsTheStateAlsoIfThatComesInALaterView() {
        Cluster cluster = Scenario.group(8, LARGE, "a", "b");
        cluster.cast("a", 20);
        cluster.run(100);
        long before = loads(cluster);
        cluster.start("c");
        cluster.runUntil(2_000, () -> cluster.member("c").view() != null);
        cluster.network().filter((from, to, frame) -> frame.length() < CHUNK_BYTES);
        cluster.send("b", "c", 3);
        cluster.send("c", "c", 2);
        cluster.cast("b", 2);
        cluster.start("d");
        cluster.runUntil(2_000, () -> cluster.member("d").view() != null);
        assertThat(loads(cluster)).as("the state is under way").isEqualTo(before);
        cluster.network().filter((from, to, frame) -> true);
        Scenario.endsWell(cluster, "a", "b", "c", "d");
        assertThat(cluster.member("c").content()).hasSize(22);
        assertThat(cluster.trace().entries().stream()
                        .filter(entry -> entry.event() instanceof TraceEvent.Delivered delivered
                                && delivered.kind() == Message.Kind.SEND)
                        .map(Entry::process))
                .containsOnly("c")
                .hasSize(5);
    }

    /** It has learned of the primary view of the others, and has been in a later view than they, but its state is that of before. */
    @Test
    void whoWaitedForTheStateInVainDoesNotPassItsOldOneOn() {
        Cluster cluster = new Cluster(7, LARGE);
        cluster.seeds("a", "b", "c", "d");
        cluster.found("a");
        cluster.start("b", "c");
        cluster.await(5_000, cluster.together("a", "b", "c"));
        cluster.cast("a", 20);
        cluster.run(100);
        cluster.partition(List.of(List.of("a", "b"), List.of("c")));
        cluster.await(5_000, cluster.together("a", "b"));
        cluster.await(5_000, cluster.together("c"));
        cluster.cast("b", 50);
        cluster.run(100);
        cluster.pause("a");
        cluster.partition(List.of(List.of("a"), List.of("b", "c")));
        cluster.await(10_000, cluster.together("b", "c"));
        cluster.partition(List.of(List.of("a"), List.of("b"), List.of("c", "d")));
        cluster.await(5_000, cluster.together("c"));
        cluster.start("d");
        cluster.await(5_000, cluster.together("c", "d"));
        cluster.partition(List.of(List.of("a"), List.of("b", "c", "d")));
        cluster.await(5_000, cluster.together("b", "c", "d"));
        cluster.run(1_000);
        assertThat(cluster.member("c").content()).hasSize(70);
        assertThat(cluster.member("b").content()).hasSize(70);
        Scenario.endsWell(cluster, "a", "b", "c", "d");
    }

    @Test
    void aSlowApplicationReadsTheStateInItsOwnTime() {
        Cluster cluster = Scenario.group(6, LARGE, "a", "b");
        cluster.cast("a", 20);
        cluster.run(100);
        cluster.start("c");
        cluster.slow("c", 20);
        cluster.network().quality(LinkQuality.LAN.delay(MILLI, MILLI));
        cluster.run(3_000);
        Scenario.endsWell(cluster, "a", "b", "c");
    }
}
