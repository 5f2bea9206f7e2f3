package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.sim.world.LinkQuality;
import org.junit.jupiter.api.Test;

/** Networks that lose, double and disorder, under traffic of all members. */
class NetworkFaultsTest {
    private static final long MILLI = 1_000_000;

    private static Cluster traffic(LinkQuality quality) {
        Cluster cluster = Scenario.group("a", "b", "c");
        cluster.network().quality(quality);
        for (int i = 0; i < 100; i++) {
            cluster.cast("a", 2);
            cluster.cast("b", 1);
            cluster.cast("c", 3);
            cluster.send("a", "c", 1);
            cluster.run(5);
        }
        return cluster;
    }

    private static void allWasDelivered(Cluster cluster) {
        Scenario.endsWell(cluster, "a", "b", "c");
        assertThat(cluster.member("a").delivered()).isEqualTo(600);
        assertThat(cluster.member("c").delivered()).isEqualTo(700);
    }

    @Test
    void everyTenthPacketLost() {
        allWasDelivered(traffic(LinkQuality.LAN.losing(0.1)));
    }

    @Test
    void everyThirdPacketLost() {
        allWasDelivered(traffic(LinkQuality.LAN.losing(0.33)));
    }

    @Test
    void everyPacketDoubled() {
        allWasDelivered(traffic(LinkQuality.LAN.doubling(1)));
    }

    @Test
    void packetsReordered() {
        allWasDelivered(traffic(LinkQuality.LAN.delay(0, 20 * MILLI).reordering(1)));
    }

    @Test
    void packetsHeldUp() {
        allWasDelivered(traffic(LinkQuality.LAN.heavyTail(0.02, 10 * MILLI).reordering(0.5)));
    }

    @Test
    void queuesThatOverflow() {
        allWasDelivered(traffic(LinkQuality.LAN.queue(500)));
    }

    @Test
    void allOfItTogether() {
        allWasDelivered(traffic(LinkQuality.LAN
                .losing(0.1)
                .doubling(0.2)
                .reordering(0.5)
                .delay(MILLI, 5 * MILLI)
                .heavyTail(0.01, 10 * MILLI)));
    }

    @Test
    void theLastMessageLostWithNoTrafficAfterIt() {
        Cluster cluster = Scenario.group("a", "b", "c");
        cluster.cast("a", 5);
        cluster.run(500);
        cluster.cut("a", "b");
        cluster.cast("a", 1);
        cluster.run(2);
        cluster.heal();
        boolean repaired = cluster.runUntil(500, () -> cluster.member("b").delivered() == 6);

        assertThat(repaired).as("without a change of view").isTrue();
        assertThat(cluster.member("b").view()).isEqualTo(cluster.member("b").view());
        Scenario.endsWell(cluster, "a", "b", "c");
    }

    @Test
    void theLastSendLostWithNoTrafficAfterIt() {
        Cluster cluster = Scenario.group("a", "b");
        cluster.cut("a", "b");
        cluster.send("a", "b", 1);
        cluster.run(2);
        cluster.heal();

        assertThat(cluster.runUntil(500, () -> cluster.member("b").delivered() == 1))
                .isTrue();
        Scenario.endsWell(cluster, "a", "b");
    }

    @Test
    void corruptedBytesThrowNothingAndTheGroupComesToRest() {
        Cluster cluster = Scenario.group("a", "b", "c");
        cluster.network().quality(LinkQuality.LAN.corrupting(0.3));
        for (int i = 0; i < 200; i++) {
            cluster.cast("a", 1);
            cluster.cast("b", 1);
            cluster.run(5);
        }
    }
}
