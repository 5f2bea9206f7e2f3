package dev.tutti.layer.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
    private static byte[] data(String body, long round) {
        Packet packet = Packet.of(body.getBytes(StandardCharsets.ISO_8859_1));
        packet.pushLong(round);
        packet.pushByte(0);
        return packet.toBytes();
    }

    private static byte[] silent(long round) {
        Packet packet = Packet.empty(0);
        packet.pushLong(round);
        packet.pushByte(1);
        return packet.toBytes();
    }

    private static LayerRig rig(int rank, int size) {
        return LayerRig.echoing(rank, size, new RoundRobin());
    }

    @Test
    void roundByRoundAndByRank() {
        LayerRig rig = rig(2, 3);
        rig.receiveCast(1, data("b1", 1));
        rig.receiveCast(1, data("b2", 2));
        rig.cast("c1");
        assertThat(rig.delivered()).isEmpty();
        rig.receiveCast(0, data("a1", 1));
        assertThat(rig.delivered()).containsExactly("cast 0 a1", "cast 1 b1", "cast 2 c1");
        rig.receiveCast(0, silent(5));
        assertThat(rig.delivered()).endsWith("cast 1 b2");
    }

    @Test
    void whoHasNothingToSaySaysSoOnceForAllThatCameInATurn() {
        LayerRig rig = rig(0, 3);
        rig.receiveCast(1, data("b1", 1));
        rig.receiveCast(1, data("b2", 2));
        assertThat(rig.below().casts()).isEmpty();
        rig.advance(1);
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(silent(2));
        rig.cast("later");
        assertThat(rig.below().casts().get(1).toBytes()).isEqualTo(data("later", 3));
    }

    @Test
    void aHigherRankOwesOneRoundLess() {
        LayerRig rig = rig(2, 3);
        rig.receiveCast(1, data("b1", 1));
        rig.advance(1);
        assertThat(rig.below().casts()).isEmpty();
        rig.receiveCast(1, data("b2", 2));
        rig.advance(1);
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(silent(1));
    }

    @Test
    void silenceIsNotAnswered() {
        RigNet net = RigNet.echoing(3, 1, rank -> List.of(new RoundRobin()));
        net.rig(1).cast("a");
        net.advance(1_000_000_000);
        assertThat(net.rigs()).allSatisfy(rig -> assertThat(rig.delivered()).containsExactly("cast 1 a"));
        assertThat(net.rigs().stream()
                        .mapToLong(rig -> rig.count("round-robin.silences"))
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void atTheEndOfTheViewWhatNobodyHasIsLeftOut() {
        LayerRig rig = rig(1, 3);
        rig.receiveCast(2, data("c3", 3));
        rig.receiveCast(0, data("a2", 2));
        rig.stack().block();
        rig.advance(1);
        assertThat(rig.below().casts()).as("no silence after the block").isEmpty();
        rig.below().settledUp();
        assertThat(rig.up()).endsWith("cast 0 a2", "cast 2 c3", "settled");
    }

    @Test
    void aRoundFarAheadIsReachedInOneStep() {
        LayerRig rig = rig(1, 2);
        rig.receiveCast(0, data("far", 1L << 60));
        rig.advance(1);
        assertThat(rig.delivered()).containsExactly("cast 0 far");
        rig.receiveCast(0, data("too far", Long.MAX_VALUE));
        assertThat(rig.count("round-robin.malformed")).isEqualTo(1);
    }

    @Test
    void whatItKeepsIsCounted() {
        LayerRig rig = rig(0, 2);
        rig.receiveCast(1, data("b", 1));
        assertThat(rig.stack().heldBytes()).containsEntry("round-robin", data("b", 1).length - 1L);
        rig.advance(1);
        assertThat(rig.delivered()).containsExactly("cast 1 b");
        assertThat(rig.stack().heldBytes()).isEmpty();
    }

    @Test
    void nonsenseIsDropped() {
        LayerRig rig = rig(1, 2);
        rig.receiveCast(0, new byte[0]);
        rig.receiveCast(0, new byte[] {1});
        rig.receiveCast(0, new byte[] {7, 0, 0, 0, 0, 0, 0, 0, 9});
        rig.receiveCast(0, data("a", 1));
        rig.receiveCast(0, data("again", 1));
        assertThat(rig.delivered()).containsExactly("cast 0 a");
        assertThat(rig.count("round-robin.malformed")).isEqualTo(4);
    }

    @Test
    void garbageNeverGetsOutAndTheViewEnds() {
        LayerRig rig = rig(1, 3);
        Garbage garbage = new Garbage(rig, 3, 1).belowALoop();
        garbage.spoil(10_000, Frame.CAST, List.of(data("a", 1), silent(2), data("b", 3)));
        garbage.feed(2_000);
        rig.advance(1_000_000_000);
        rig.stack().block();
        rig.below().settledUp();
        assertThat(rig.up()).endsWith("settled");
        assertThat(rig.count("round-robin.malformed")).isPositive();
    }

    @Test
    void randomConversationsEndInOneOrder() {
        Conversations.endInOneOrder(60, rank -> List.of(new RoundRobin()));
    }

    @Test
    void alsoIfTheViewEndsInTheMiddle() {
        Conversations.endInOneOrderAlsoIfTheViewEnds(60, rank -> List.of(new RoundRobin()));
    }
}
