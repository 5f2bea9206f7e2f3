package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties.Engine;
import dev.tutti.GroupProperties.Order;
import dev.tutti.Message;
import dev.tutti.Options;
import dev.tutti.sim.trace.TraceEvent.Delivered;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends that take part in causal order, in a group of whole members. */
class CausalSendsTest {
    static Stream<Setup> setups() {
        Setup sends = Setup.DEFAULT.group(GroupOptions::withCausalSends);
        return Stream.concat(
                Stream.of(sends.group(group -> group.order(Order.CAUSAL))),
                Stream.of(Engine.values())
                        .map(engine -> sends.group(
                                group -> group.order(Order.TOTAL_CAUSAL).engine(engine))));
    }

    private static List<Message.Kind> delivered(Cluster cluster, String name) {
        return cluster.trace().entries().stream()
                .filter(entry -> entry.process().equals(name))
                .flatMap(entry -> entry.event() instanceof Delivered message ? Stream.of(message.kind()) : Stream.of())
                .toList();
    }

    /** The casts of c go far for their place in the order; its sends, straight to b and to itself, do not. */
    @ParameterizedTest
    @MethodSource("setups")
    void aSendIsDeliveredAfterTheCastsThatItsSenderMadeBeforeIt(Setup setup) {
        Setup alone = setup.options(setup.options().with(Options.PACKING, false));
        Cluster cluster = Scenario.group(1, alone, "a", "b", "c");
        cluster.cast("c", 3);
        cluster.send("c", "b", 1);
        cluster.send("c", "c", 1);
        cluster.cast("c", 1);
        cluster.run(500);
        Message.Kind cast = Message.Kind.CAST;
        assertThat(delivered(cluster, "b"))
                .hasSize(5)
                .startsWith(cast, cast, cast)
                .contains(Message.Kind.SEND);
        assertThat(delivered(cluster, "c"))
                .hasSize(5)
                .startsWith(cast, cast, cast)
                .contains(Message.Kind.SEND);
        Scenario.endsWell(cluster, "a", "b", "c");
    }

    /** B answers by a send what c lacks. It waits there, until c gets the question from b, for a is gone. */
    @ParameterizedTest
    @MethodSource("setups")
    void anAnswerWaitsForTheQuestionAlsoIfWhoeverAskedIsGone(Setup setup) {
        Cluster cluster = Scenario.group(1, setup, "a", "b", "c");
        cluster.cut("a", "c");
        cluster.cast("a", 1);
        for (int millis = 0; millis < 100 && cluster.member("b").delivered() == 0; millis++) {
            cluster.run(1);
        }
        cluster.send("b", "c", 1);
        cluster.run(2);
        assertThat(delivered(cluster, "c")).isEmpty();
        cluster.crash("a");
        Scenario.endsWell(cluster, "b", "c");
        assertThat(delivered(cluster, "c")).containsExactly(Message.Kind.CAST, Message.Kind.SEND);
    }
}
