package dev.tutti.layer.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Up;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static byte[] placed(String body, long place) {
        Packet packet = Packet.of(body.getBytes(StandardCharsets.ISO_8859_1));
        packet.pushLong(place);
        packet.pushByte(0);
        return packet.toBytes();
    }

    private static byte[] loose(String body) {
        Packet packet = Packet.of(body.getBytes(StandardCharsets.ISO_8859_1));
        packet.pushByte(1);
        return packet.toBytes();
    }

    private static byte[] want(int times) {
        Packet packet = Packet.empty(0);
        packet.pushVarint(times);
        packet.pushByte(2);
        return packet.toBytes();
    }

    private static byte[] pass(long number, int to, long next, int idle, int granted) {
        Packet packet = Packet.empty(0);
        packet.pushVarint(granted);
        packet.pushVarint(idle);
        packet.pushLong(number);
        packet.pushVarint(to);
        packet.pushLong(next);
        packet.pushByte(3);
        return packet.toBytes();
    }

    private static LayerRig rig(int rank, int size) {
        return LayerRig.echoing(rank, size, new Token(false));
    }

    @Test
    void theHolderOrdersWhatItCastsAtNoCost() {
        LayerRig rig = rig(0, 3);
        rig.cast("a");
        rig.cast("b");
        rig.advance(1_000_000);
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(placed("a", 1), placed("b", 2));
        assertThat(rig.delivered()).containsExactly("cast 0 a", "cast 0 b");
    }

    /** Casts something as soon as "go" is delivered, as flow control does when that brings credit. */
    private static final class Answering extends Layer implements Up.Cast {
        @Override
        public String name() {
            return "answering";
        }

        @Override
        public void castUp(int origin, Packet packet) {
            boolean go = new String(packet.toBytes(), StandardCharsets.ISO_8859_1).equals("go");
            castAbove(origin, packet);
            if (go) {
                castBelow(Packet.of("behind".getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
    }

    @Test
    void whatIsCastWhileThatWhichWaitedIsPlacedComesBehindIt() {
        LayerRig rig = LayerRig.echoing(1, 3, new Answering(), new Token(false));
        rig.cast("go");
        rig.cast("a");
        rig.cast("b");
        rig.receiveCast(0, pass(1, 1, 1, 0, 1));
        assertThat(rig.delivered()).containsExactly("cast 1 go", "cast 1 a", "cast 1 b", "cast 1 behind");
    }

    @Test
    void whoHasNoTokenAsksOnceAndCastsAllThatGatheredWhenItComes() {
        LayerRig rig = rig(1, 3);
        rig.cast("a");
        rig.cast("b");
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(want(1));
        rig.receiveCast(0, pass(1, 1, 5, 0, 1));
        assertThat(rig.below().casts())
                .extracting(Packet::toBytes)
                .containsExactly(want(1), placed("a", 5), placed("b", 6));
        assertThat(rig.delivered()).as("four are still on their way").isEmpty();
    }

    @Test
    void theTokenGoesToTheNextByRankThatWantsItAtTheEndOfTheTurn() {
        LayerRig rig = rig(0, 4);
        rig.receiveCast(3, want(1));
        rig.receiveCast(2, want(1));
        rig.cast("mine");
        rig.advance(1);
        assertThat(rig.below().casts())
                .extracting(Packet::toBytes)
                .containsExactly(placed("mine", 1), pass(1, 2, 2, 0, 1));
    }

    @Test
    void aWantThatWasAnsweredIsNotAnsweredAgain() {
        LayerRig rig = rig(2, 3);
        rig.receiveCast(0, pass(1, 1, 1, 0, 1));
        rig.receiveCast(1, pass(2, 2, 1, 1, 0));
        rig.receiveCast(1, want(1));
        rig.advance(1);
        assertThat(rig.below().casts()).as("it stays here").isEmpty();
    }

    @Test
    void deliveryIsByPlaceWhoeverComesFirst() {
        LayerRig rig = rig(2, 3);
        rig.receiveCast(1, placed("c", 3));
        rig.receiveCast(0, placed("a", 1));
        rig.receiveCast(0, placed("b", 2));
        rig.receiveCast(0, placed("e", 5));
        assertThat(rig.delivered()).containsExactly("cast 0 a", "cast 0 b", "cast 1 c");
    }

    @Test
    void whatIsStillWaitingAtTheBlockComesLastAndLostPlacesAreLeftOut() {
        LayerRig rig = rig(1, 3);
        rig.cast("mine");
        rig.receiveCast(2, placed("z", 7));
        rig.receiveCast(0, placed("y", 4));
        rig.receiveCast(0, loose("loose"));
        rig.stack().block();
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(want(1), loose("mine"));
        rig.receiveCast(0, pass(1, 1, 8, 0, 1));
        rig.below().settledUp();
        assertThat(rig.up()).endsWith("cast 0 y", "cast 2 z", "cast 0 loose", "cast 1 mine", "settled");
    }

    /** Found by seed 569: whoever believes the older pass waits for a token that rests. */
    @Test
    void whoHearsOfPassesInTheWrongOrderBelievesTheLatest() {
        LayerRig rig = LayerRig.echoing(2, 3, new Token(true));
        rig.receiveCast(1, pass(5, 0, 1, 3, 0));
        rig.receiveCast(0, pass(4, 1, 1, 2, 0));
        rig.cast("mine");
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(want(1));
    }

    @Test
    void theRotatingTokenRestsWhenItHasGoneRoundInVain() {
        RigNet net = RigNet.echoing(3, 1, rank -> List.of(new Token(true)));
        net.rig(1).cast("a");
        net.advance(1_000_000_000);
        assertThat(net.rigs()).allSatisfy(rig -> assertThat(rig.delivered()).containsExactly("cast 1 a"));
        assertThat(net.rig(0).count("rotating-token.passes")).isLessThan(4);
        assertThat(net.pending()).isZero();
        net.rig(2).cast("b");
        net.advance(1_000_000_000);
        assertThat(net.rigs()).allSatisfy(rig -> assertThat(rig.delivered()).containsExactly("cast 1 a", "cast 2 b"));
    }

    @Test
    void whatItKeepsIsCounted() {
        LayerRig rig = rig(1, 3);
        rig.cast("mine");
        rig.receiveCast(2, placed("c", 2));
        rig.receiveCast(2, loose("loose"));
        assertThat(rig.stack().heldBytes()).containsEntry("token", 4L + placed("c", 2).length - 1 + 5);
        rig.receiveCast(0, pass(1, 1, 1, 0, 1));
        assertThat(rig.delivered()).containsExactly("cast 1 mine", "cast 2 c");
        assertThat(rig.stack().heldBytes()).containsEntry("token", 5L);
        rig.below().settledUp();
        assertThat(rig.stack().heldBytes()).isEmpty();
    }

    @Test
    void nonsenseIsDropped() {
        LayerRig rig = rig(1, 3);
        rig.receiveCast(0, new byte[0]);
        rig.receiveCast(0, new byte[] {0, 1});
        rig.receiveCast(0, new byte[] {9});
        rig.receiveCast(0, pass(1, 8, 1, 0, 0));
        rig.receiveCast(0, placed("a", 1));
        assertThat(rig.delivered()).containsExactly("cast 0 a");
        assertThat(rig.count("token.malformed")).isEqualTo(4);
    }

    @Test
    void garbageNeverGetsOutAndTheViewEnds() {
        for (int rank = 0; rank < 2; rank++) {
            LayerRig rig = rig(rank, 3);
            Garbage garbage = new Garbage(rig, 3, 1 + rank).belowALoop();
            garbage.feed(2_000);
            garbage.spoil(10_000, Frame.CAST, List.of(placed("a", 1), loose("b"), want(3), pass(1, 1, 2, 0, 1)));
            rig.advance(1_000_000_000);
            rig.stack().block();
            rig.below().settledUp();
            assertThat(rig.up()).endsWith("settled");
            assertThat(rig.count("token.malformed")).isPositive();
        }
    }

    @Test
    void randomConversationsEndInOneOrder() {
        Conversations.endInOneOrder(60, rank -> List.of(new Token(false)));
        Conversations.endInOneOrder(60, rank -> List.of(new Token(true)));
    }

    @Test
    void alsoIfTheViewEndsInTheMiddle() {
        Conversations.endInOneOrderAlsoIfTheViewEnds(60, rank -> List.of(new Token(false)));
        Conversations.endInOneOrderAlsoIfTheViewEnds(60, rank -> List.of(new Token(true)));
    }
}
