package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** What the scenarios share: start a group, and see at the end that all is well. */
final class Scenario {
    private static final long START_MILLIS = 5_000;
    private static final long SETTLE_MILLIS = 60_000;

    private Scenario() {}

    /** A group in which the first of the names founds. */
    static Cluster group(long seed, Setup setup, String... names) {
        Cluster cluster = new Cluster(seed, setup);
        cluster.found(names[0]);
        cluster.start(Arrays.copyOfRange(names, 1, names.length));
        cluster.await(START_MILLIS, cluster.together(names));
        return cluster;
    }

    static Cluster group(String... names) {
        return group(1, Setup.DEFAULT, names);
    }

    /** Ends the faults and expects these, and nobody else, in one view, with every guarantee kept. */
    static void endsWell(Cluster cluster, String... names) {
        cluster.settle(SETTLE_MILLIS);
        assertThat(cluster.checkSettled()).isEmpty();
        assertThat(cluster.together(names).getAsBoolean())
                .as(cluster.describe())
                .isTrue();
    }
}
