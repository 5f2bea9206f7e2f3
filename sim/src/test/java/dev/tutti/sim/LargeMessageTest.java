package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.GroupProperties;
import dev.tutti.Message;
import dev.tutti.Options;
import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.TraceEvent;
import dev.tutti.sim.world.LinkQuality;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest message that a group takes by default, and small ones beside it. */
class LargeMessageTest {
    private static final int LARGE_BYTES = 64 << 20;
    private static final long MILLI_NANOS = 1_000_000;

    /** Each way takes this long, so a window that is used up takes twice as long to come back. */
    private static final long WAY_MILLIS = 10;

    private static final long SOON_MILLIS = WAY_MILLIS + 1;

    /** Until credit comes back twice, since once it is for a fragment, and its own way. */
    private static final long TURNS_MILLIS = 5 * WAY_MILLIS;

    /** What orders and what makes safe holds messages back whole, so it must bear the largest too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "order=causal",
                "order=total",
                "order=total engine=token",
                "order=total-causal engine=round-robin",
                "order=total resilience=all"
            })
    void itArrivesWholeAndInItsPlaceWhateverTheOrder(String properties) {
        GroupProperties asked = GroupProperties.parse(properties);
        Setup setup = Setup.DEFAULT
                .options(Options.lan())
                .maxFrame(60_000)
                .group(group -> group.order(asked.order()).resilience(asked.resilience()));
        if (asked.engine() != null) {
            setup = setup.group(group -> group.engine(asked.engine()));
        }
        Cluster cluster = Scenario.group(1, setup, "a", "b", "c");
        cluster.cast("b", 5);
        cluster.run(100);
        String large = cluster.member("b").cast(LARGE_BYTES);
        cluster.cast("a", 5);
        cluster.cast("c", 5);
        cluster.settle(60_000);
        cluster.cast("b", 5);
        cluster.settle(60_000);

        for (SimMember member : cluster.members()) {
            List<String> ofB = cluster.trace().entries().stream()
                    .filter(entry -> entry.process().equals(member.label()))
                    .map(Entry::event)
                    .filter(event -> event instanceof TraceEvent.Delivered delivered
                            && delivered.from().name().equals("b"))
                    .map(event -> ((TraceEvent.Delivered) event).message())
                    .toList();
            assertThat(ofB).as("of b, at %s", member.label()).hasSize(11);
            assertThat(ofB.get(5)).isEqualTo(large);
        }
        Scenario.endsWell(cluster, "a", "b", "c");
    }

    @Test
    void smallMessagesOfOthersAndSendsDoNotWaitForALargeOne() {
        Setup setup = Setup.DEFAULT.options(Options.lan()).maxFrame(60_000);
        Cluster cluster = Scenario.group(1, setup, "a", "b", "c");
        cluster.network().quality(LinkQuality.PERFECT.delay(WAY_MILLIS * MILLI_NANOS, 0));
        String large = cluster.member("a").cast(LARGE_BYTES);
        cluster.run(1);
        for (int i = 0; i < 200; i++) {
            cluster.cast("b", 1);
            cluster.send("b", "a", 1);
            cluster.send("a", "c", 1);
            cluster.run(1);
        }
        cluster.run(2_000);

        Map<String, Long> sentNanos = new HashMap<>();
        long mostNanos = 0;
        long largeNanos = 0;
        long mostOwnNanos = 0;
        int small = 0;
        for (Entry entry : cluster.trace().entries()) {
            switch (entry.event()) {
                case TraceEvent.Cast(String id, Message.Kind kind) -> sentNanos.put(id, entry.timeNanos());
                case TraceEvent.Sent(var to, String id) -> sentNanos.put(id, entry.timeNanos());
                case TraceEvent.Delivered(String id, var from, var kind) -> {
                    long nanos = entry.timeNanos() - sentNanos.get(id);
                    if (id.equals(large)) {
                        largeNanos = Math.max(largeNanos, nanos);
                    } else if (from.name().equals("a")) {
                        mostOwnNanos = Math.max(mostOwnNanos, nanos);
                        small++;
                    } else {
                        mostNanos = Math.max(mostNanos, nanos);
                        small++;
                    }
                }
                default -> {}
            }
        }
        assertThat(small).as("at each of three, and the sends").isEqualTo(200 * 5);
        assertThat(largeNanos).as("it takes many windows").isGreaterThan(200 * MILLI_NANOS);
        assertThat(mostOwnNanos).as("sends of the same sender").isLessThanOrEqualTo(TURNS_MILLIS * MILLI_NANOS);
        assertThat(mostNanos).isLessThan(SOON_MILLIS * MILLI_NANOS);
        Scenario.endsWell(cluster, "a", "b", "c");
    }
}
