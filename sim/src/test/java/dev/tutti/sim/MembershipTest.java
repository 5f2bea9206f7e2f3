package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.StateHandler.OnMerge;
import dev.tutti.View;
import dev.tutti.sim.trace.TraceEvent;
import dev.tutti.sim.world.LinkQuality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts, leaves, crashes and suspicions. */
class MembershipTest {
    private static final long MILLI = 1_000_000;

    private static View view(Cluster cluster, String name) {
        return Objects.requireNonNull(cluster.member(name).view());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8, 16})
    void startedAtOnceWithTheSameSeedsEndsInOneGroupWithoutMerges(int size) {
        for (int seed = 0; seed < 10; seed++) {
            Cluster cluster = new Cluster(seed, Setup.DEFAULT);
            String[] names = names(size);
            cluster.seeds(names);
            cluster.start(names);
            cluster.await(3_000, cluster.together(names));

            assertThat(view(cluster, "n0").primary()).isTrue();
            assertThat(cluster.trace().entries())
                    .filteredOn(entry -> entry.event() instanceof TraceEvent.Viewed view && !view.primary())
                    .isEmpty();
            Scenario.endsWell(cluster, names);
        }
    }

    private static String[] names(int size) {
        String[] names = new String[size];
        for (int i = 0; i < size; i++) {
            names[i] = "n" + i;
        }
        return names;
    }

    @Test
    void aMajorityOfTheSeedsFoundsAlsoIfOneNeverStarts() {
        Cluster cluster = new Cluster(1, Setup.DEFAULT);
        cluster.seeds("a", "b", "never");
        cluster.start("a", "b");
        cluster.await(2_000, cluster.together("a", "b"));
        assertThat(cluster.member("a").view()).isNotNull();
        Scenario.endsWell(cluster, "a", "b");
    }

    @Test
    void aMinorityOfTheSeedsFoundsNothing() {
        Cluster cluster = new Cluster(1, Setup.DEFAULT);
        cluster.seeds("a", "b", "c");
        cluster.start("a");
        cluster.run(10_000);
        assertThat(cluster.member("a").view()).isNull();
        assertThat(cluster.notices()).isNotEmpty();

        cluster.start("b");
        cluster.await(2_000, cluster.together("a", "b"));
        cluster.start("c");
        cluster.await(2_000, cluster.together("a", "b", "c"));
        Scenario.endsWell(cluster, "a", "b", "c");
    }

    @Test
    void whatALeaverSentLastArrivesAlthoughTheNetworkLosesMuch() {
        for (int seed = 0; seed < 20; seed++) {
            Cluster cluster = Scenario.group(seed, Setup.DEFAULT, "a", "b", "c");
            cluster.network().quality(LinkQuality.LAN.losing(0.3));
            cluster.send("c", "a", 5);
            cluster.send("c", "b", 5);
            cluster.leave("c");
            cluster.await(5_000, () -> !cluster.runs("c"));

            assertThat(cluster.trace().entries())
                    .as("seed %s", seed)
                    .filteredOn(entry -> entry.event() instanceof TraceEvent.Delivered delivered
                            && delivered.kind() == Message.Kind.SEND)
                    .hasSize(10);
            Scenario.endsWell(cluster, "a", "b");
        }
    }

    @Test
    void theCoordinatorLeaves() {
        Cluster cluster = Scenario.group("a", "b", "c", "d");
        String coordinator = view(cluster, "a").coordinator().name();
        cluster.cast(coordinator, 10);
        cluster.leave(coordinator);
        cluster.await(500, () -> !cluster.runs(coordinator));

        assertThat(cluster.checkSettled()).isEmpty();
        Scenario.endsWell(cluster, without(cluster, coordinator));
    }

    private static String[] without(Cluster cluster, String... gone) {
        return cluster.members().stream()
                .map(SimMember::name)
                .filter(name -> !List.of(gone).contains(name))
                .toArray(String[]::new);
    }

    @Test
    void theNextInLineLeaves() {
        Cluster cluster = Scenario.group("a", "b", "c", "d");
        String next = view(cluster, "a").members().get(1).name();
        cluster.leave(next);
        cluster.await(500, () -> !cluster.runs(next));
        Scenario.endsWell(cluster, without(cluster, next));
    }

    @Test
    void halfOfTheGroupLeaves() {
        Cluster cluster = Scenario.group("a", "b", "c", "d", "e", "f");
        cluster.cast("a", 3);
        cluster.leave("a", "c", "e");
        cluster.await(1_000, cluster.together("b", "d", "f"));
        assertThat(view(cluster, "b").primary()).isTrue();
        Scenario.endsWell(cluster, "b", "d", "f");
    }

    @Test
    void oneAfterTheOtherLeavesUntilTheLastIsStillPrimary() {
        Cluster cluster = Scenario.group("a", "b", "c", "d");
        for (String leaver : List.of("a", "c", "d")) {
            cluster.leave(leaver);
            cluster.await(500, () -> !cluster.runs(leaver));
        }
        cluster.await(500, cluster.together("b"));
        assertThat(view(cluster, "b").primary()).isTrue();
        Scenario.endsWell(cluster, "b");
    }

    /** Some have answered the leader's round when they begin to leave, some have not heard of it; and who has gone answers nobody. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void allLeaveAboutTheSameTime(int size) {
        String[] names = List.of("a", "b", "c", "d", "e").subList(0, size).toArray(String[]::new);
        for (int seed = 0; seed < 60; seed++) {
            Cluster cluster = Scenario.group(seed, Setup.DEFAULT.evidence(false), names);
            Random random = new Random(seed);
            List<String> order = new ArrayList<>(List.of(names));
            Collections.shuffle(order, random);
            for (String name : order) {
                cluster.scheduler().runUntil(cluster.scheduler().nowNanos() + random.nextInt(600_000));
                cluster.leave(name);
            }
            cluster.await(50, () -> cluster.members().stream().noneMatch(SimMember::alive));

            assertThat(cluster.trace().entries())
                    .as("seed %s", seed)
                    .filteredOn(entry ->
                            entry.event() instanceof TraceEvent.Departed(Left.Reason why) && why == Left.Reason.LEFT)
                    .hasSize(size);
            assertThat(cluster.check()).isEmpty();
        }
    }

    @Test
    void allLeaveAtOnce() {
        Cluster cluster = Scenario.group("a", "b", "c", "d");
        cluster.cast("a", 3);
        cluster.cast("d", 3);
        cluster.leave("a", "b", "c", "d");
        cluster.await(2_000, () -> cluster.members().stream().noneMatch(SimMember::alive));
        assertThat(cluster.check()).isEmpty();
    }

    @Test
    void aLeaveFollowsItsLastCastsHoweverLarge() {
        Cluster cluster = Scenario.group("a", "b", "c");
        for (int i = 0; i < 20; i++) {
            cluster.member("b").cast(20_000);
        }
        cluster.leave("b");
        cluster.await(500, () -> !cluster.runs("b"));
        assertThat(cluster.member("a").content()).contains("b/20");
        assertThat(cluster.member("c").content()).contains("b/20");
        Scenario.endsWell(cluster, "a", "c");
    }

    @Test
    void coordinatorAndNextInLineCrashTogether() {
        for (boolean evidence : List.of(true, false)) {
            Cluster cluster = Scenario.group(2, Setup.DEFAULT.evidence(evidence), "a", "b", "c", "d", "e");
            List<String> line =
                    view(cluster, "a").members().stream().map(e -> e.name()).toList();
            cluster.cast(line.get(0), 5);
            cluster.cast(line.get(1), 5);
            cluster.crash(line.get(0), line.get(1));
            cluster.await(4_000, cluster.together(without(cluster, line.get(0), line.get(1))));
            assertThat(view(cluster, line.get(2)).primary()).isTrue();
            Scenario.endsWell(cluster, without(cluster, line.get(0), line.get(1)));
        }
    }

    @Test
    void theNextInLineCrashesWhileItLeadsTheChange() {
        Cluster cluster = Scenario.group("a", "b", "c", "d", "e");
        List<String> line =
                view(cluster, "a").members().stream().map(e -> e.name()).toList();
        cluster.crash(line.get(0));
        cluster.scheduler().after(MILLI / 2, () -> cluster.crash(line.get(1)));
        cluster.await(4_000, cluster.together(without(cluster, line.get(0), line.get(1))));
        Scenario.endsWell(cluster, without(cluster, line.get(0), line.get(1)));
    }

    @Test
    void aMemberThatStoodStillComesBackByItselfAndMissesNothing() {
        Cluster cluster = Scenario.group(3, Setup.DEFAULT.state(OnMerge.PRIMARY_WINS), "a", "b", "c");
        cluster.pause("c");
        cluster.await(4_000, cluster.together("a", "b"));
        cluster.cast("a", 50);
        cluster.run(20_000);
        cluster.resume("c");
        cluster.cast("b", 5);

        cluster.await(3_000, cluster.together("a", "b", "c"));
        Scenario.endsWell(cluster, "a", "b", "c");
        assertThat(cluster.member("c").content())
                .isEqualTo(cluster.member("a").content())
                .hasSize(55);
    }

    @Test
    void aShortPauseCostsNobodyItsPlace() {
        Cluster cluster = Scenario.group("a", "b", "c");
        View before = view(cluster, "a");
        for (String name : List.of("a", "b", "c")) {
            cluster.pause(name);
            cluster.run(300);
            cluster.resume(name);
            cluster.run(300);
        }
        assertThat(view(cluster, "a")).isEqualTo(before);
        Scenario.endsWell(cluster, "a", "b", "c");
    }

    @Test
    void allPausedTogetherAccuseNobody() {
        Cluster cluster = Scenario.group("a", "b", "c");
        View before = view(cluster, "a");
        cluster.pause("a", "b", "c");
        cluster.run(20_000);
        cluster.resume("a", "b", "c");
        cluster.run(3_000);
        assertThat(view(cluster, "a")).isEqualTo(before);
        Scenario.endsWell(cluster, "a", "b", "c");
    }

    @Test
    void aMemberThatIsHeardByOneOnlyIsNotLetDriftForEver() {
        Cluster cluster = Scenario.group("a", "b", "c", "d");
        cluster.cut("d", "a");
        cluster.cut("d", "b");
        cluster.cast("d", 3);
        cluster.cast("a", 3);
        cluster.run(6_000);
        Scenario.endsWell(cluster, "a", "b", "c", "d");
    }

    @Test
    void restartedOnTheSameAddressBeforeItWasMissed() {
        Cluster cluster = Scenario.group(4, Setup.DEFAULT.evidence(false), "a", "b", "c");
        cluster.cast("c", 5);
        cluster.run(1);
        cluster.crash("c");
        cluster.start("c");
        cluster.await(5_000, cluster.together("a", "b", "c"));
        Scenario.endsWell(cluster, "a", "b", "c");
    }

    @Test
    void joinDuringHeavyTraffic() {
        Cluster cluster = Scenario.group(5, Setup.DEFAULT.state(OnMerge.PRIMARY_WINS), "a", "b", "c");
        cluster.network().quality(LinkQuality.LAN.losing(0.02));
        for (int i = 0; i < 500; i++) {
            cluster.cast("a", 5);
            cluster.cast("b", 5);
            if (i == 100) {
                cluster.start("d");
            }
            if (i == 150) {
                cluster.start("e");
            }
            cluster.run(1);
        }
        cluster.await(1_000, cluster.together("a", "b", "c", "d", "e"));
        Scenario.endsWell(cluster, "a", "b", "c", "d", "e");
        assertThat(cluster.member("e").content()).hasSize(5_000);
    }

    /** What waited in its buffers tells of a primary view; but nobody of that view is left to come back to. */
    @Test
    void whoPausedUntilTheGroupHadEndedGoesOnWithWhoComesNext() {
        Cluster cluster = Scenario.group("a", "b");
        cluster.pause("b");
        cluster.await(5_000, cluster.together("a"));
        cluster.run(2_000);
        cluster.leave("a");
        cluster.run(500);
        assertThat(cluster.runs("a")).isFalse();
        cluster.resume("b");
        cluster.run(500);
        cluster.start("a");
        Scenario.endsWell(cluster, "a", "b");
    }
}
