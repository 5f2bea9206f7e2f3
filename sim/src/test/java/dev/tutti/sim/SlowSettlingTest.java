package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.sim.trace.TraceEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A member that takes longer over what it is owed in the old view than a crash takes to be noticed. */
class SlowSettlingTest {
    /** Casts are larger than this, whatever else travels is smaller. */
    private static final int CAST_BYTES = 1_000;

    /** Three times what it takes to suspect a member. */
    private static final long LONG_MILLIS = 4_000;

    private final Cluster cluster = Scenario.group("a", "b", "c");

    /** Casts, and what repairs them, reach none of these. */
    private void keepCastsFrom(String... names) {
        List<dev.tutti.Address> deaf =
                List.of(names).stream().map(Cluster::address).toList();
        cluster.network().filter((from, to, frame) -> frame.length() < CAST_BYTES || !deaf.contains(to));
    }

    private List<Integer> sizesOfViews(String name) {
        return cluster.trace().entries().stream()
                .filter(entry -> entry.process().equals(name))
                .map(entry -> entry.event() instanceof TraceEvent.Viewed view
                        ? view.members().size()
                        : 0)
                .filter(size -> size > 0)
                .toList();
    }

    @Test
    void isWaitedForByThoseThatCameWithItAndByNewcomers() {
        int views = sizesOfViews("a").size();
        keepCastsFrom("b", "c");
        for (int i = 0; i < 5; i++) {
            cluster.member("a").cast(CAST_BYTES);
        }
        cluster.start("d");
        cluster.run(LONG_MILLIS);
        keepCastsFrom();
        cluster.await(1_000, cluster.together("a", "b", "c", "d"));
        assertThat(sizesOfViews("a").subList(views, sizesOfViews("a").size())).containsExactly(4);
        assertThat(sizesOfViews("d")).containsExactly(4);
        assertThat(cluster.member("b").delivered()).isEqualTo(5);
        Scenario.endsWell(cluster, "a", "b", "c", "d");
    }
}
