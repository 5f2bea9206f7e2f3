package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Endpoint;
import dev.tutti.Left;
import dev.tutti.sim.trace.TraceEvent;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A member that comes back when somebody else has its name. */
class RefusedReturnTest {
    /** Twelve heartbeats and a change, with the options of {@link Setup#DEFAULT}. */
    private static final long PATIENCE_MILLIS = 2_200;

    private final Cluster cluster = Scenario.group("a", "b", "c");

    private List<String> addresses(String host) {
        return Objects.requireNonNull(cluster.member(host).view()).members().stream()
                .map(Endpoint::address)
                .map(address -> address.host())
                .toList();
    }

    private void replaceWhileItIsAway() {
        cluster.pause("b");
        cluster.await(5_000, cluster.together("a", "c"));
        cluster.startAs("x", "b");
        cluster.await(1_000, () -> addresses("a").contains("x"));
        cluster.resume("b");
    }

    private List<TraceEvent> ends(String process) {
        return cluster.trace().entries().stream()
                .filter(entry -> entry.process().equals(process))
                .map(entry -> entry.event())
                .filter(TraceEvent.Departed.class::isInstance)
                .toList();
    }

    @Test
    void endsWithThatReasonAndDisturbsNobody() {
        replaceWhileItIsAway();
        cluster.run(PATIENCE_MILLIS - 200);
        assertThat(cluster.member("b").alive()).isTrue();
        cluster.run(1_000);
        assertThat(cluster.member("b").alive()).isFalse();
        assertThat(ends("b")).containsExactly(new TraceEvent.Departed(Left.Reason.NAME_TAKEN));
        assertThat(addresses("a")).containsExactly("a", "c", "x");
        assertThat(cluster.check()).isEmpty();
    }

    @Test
    void isTakenBackIfTheNameIsFreeInTime() {
        replaceWhileItIsAway();
        cluster.run(PATIENCE_MILLIS / 2);
        cluster.crash("x");
        cluster.await(PATIENCE_MILLIS, cluster.together("a", "b", "c"));
        cluster.run(2 * PATIENCE_MILLIS);
        assertThat(ends("b")).isEmpty();
        assertThat(addresses("a")).containsExactly("a", "c", "b");
        Scenario.endsWell(cluster, "a", "b", "c");
    }

    /** Without a majority that went on, nobody comes back as a newcomer: two sides with a view each, which can never be one. */
    @Test
    void endsTooWhenItHasAViewOfItsOwn() {
        cluster.partition(List.of(List.of("a"), List.of("b"), List.of("c"), List.of("x")));
        cluster.await(
                5_000,
                () -> addresses("a").size() == 1
                        && addresses("b").size() == 1
                        && addresses("c").size() == 1);
        cluster.partition(List.of(List.of("a", "x"), List.of("b"), List.of("c")));
        cluster.startAs("x", "b");
        cluster.await(2_000, () -> addresses("a").contains("x"));
        cluster.heal();
        cluster.run(3 * PATIENCE_MILLIS);
        assertThat(ends("b")).containsExactly(new TraceEvent.Departed(Left.Reason.NAME_TAKEN));
        assertThat(addresses("a")).containsExactlyInAnyOrder("a", "x", "c");
        assertThat(addresses("c")).containsExactlyElementsOf(addresses("a"));
        assertThat(cluster.check()).isEmpty();
    }
}
