package dev.tutti.layer.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.LayerRig.Sent;
import dev.tutti.layer.RigNet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequencerTest {
    private static final int THRESHOLD_BYTES = 10;
    private static final String LARGE = "larger than that";

    private static byte[] packet(String body, int kind, long number) {
        Packet packet = Packet.of(body.getBytes(StandardCharsets.ISO_8859_1));
        packet.pushLong(number);
        packet.pushByte(kind);
        return packet.toBytes();
    }

    private static byte[] data(String body, long number) {
        return packet(body, 0, number);
    }

    private static byte[] ordered(String body, int origin) {
        Packet packet = Packet.of(body.getBytes(StandardCharsets.ISO_8859_1));
        packet.pushVarint(origin);
        packet.pushByte(1);
        return packet.toBytes();
    }

    private static byte[] list(int... runs) {
        Packet packet = Packet.empty(20);
        for (int number : runs) {
            packet.appendVarint(number);
        }
        packet.pushByte(2);
        return packet.toBytes();
    }

    private static LayerRig rig(int rank, int size) {
        return LayerRig.echoing(rank, size, new Sequencer(THRESHOLD_BYTES));
    }

    @Test
    void smallPacksGoToTheSequencerAndLargeOnesToAll() {
        LayerRig rig = rig(1, 3);
        rig.cast("small");
        rig.cast(LARGE);
        assertThat(rig.takeSent()).extracting(Sent::to).containsExactly(0, LayerRig.ALL);
        assertThat(rig.below().sends()).extracting(Packet::toBytes).containsExactly(packet("small", 1, 1));
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(data(LARGE, 2));
        assertThat(rig.delivered()).isEmpty();
    }

    @Test
    void inAViewOfTwoNothingCrossesTwice() {
        LayerRig rig = rig(1, 2);
        rig.cast("small");
        assertThat(rig.below().casts()).hasSize(1);
        assertThat(rig.below().sends()).isEmpty();
    }

    @Test
    void whatTheSequencerCastsIsOrderedAsItIs() {
        LayerRig rig = rig(0, 3);
        rig.cast("a");
        assertThat(rig.delivered()).containsExactly("cast 0 a");
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(ordered("a", 0));
    }

    @Test
    void theSequencerCastsWhatIsSentToItAndListsWhatIsCast() {
        LayerRig rig = rig(0, 3);
        rig.receiveSend(1, packet("b", 1, 1));
        rig.receiveCast(2, data("c", 1));
        rig.receiveCast(2, data("d", 2));
        rig.receiveCast(1, data("e", 2));
        assertThat(rig.delivered()).containsExactly("cast 1 b");
        rig.advance(1);
        assertThat(rig.delivered()).containsExactly("cast 1 b", "cast 2 c", "cast 2 d", "cast 1 e");
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(ordered("b", 1), list(2, 2, 1, 1));
    }

    @Test
    void packsOfOneSenderKeepTheirOrderWhicheverWayTheyCome() {
        LayerRig rig = rig(0, 3);
        rig.receiveCast(1, data("second", 2));
        rig.advance(1);
        assertThat(rig.delivered()).isEmpty();
        rig.receiveSend(1, packet("first", 1, 1));
        rig.advance(1);
        assertThat(rig.delivered()).containsExactly("cast 1 first", "cast 1 second");
    }

    @Test
    void othersObeyAndWaitForWhatIsListed() {
        LayerRig rig = rig(2, 3);
        rig.receiveCast(0, list(1, 2));
        rig.receiveCast(0, ordered("after", 0));
        rig.receiveCast(1, data("x", 1));
        assertThat(rig.delivered()).containsExactly("cast 1 x");
        rig.receiveCast(1, data("y", 2));
        assertThat(rig.delivered()).containsExactly("cast 1 x", "cast 1 y", "cast 0 after");
    }

    @Test
    void whatDidNotComeBackIsCastAtTheBlockAndDeliveredLast() {
        LayerRig rig = rig(2, 3);
        rig.cast("mine");
        rig.receiveCast(1, data("x", 1));
        rig.stack().block();
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(data("mine", 1));
        rig.stack().block();
        assertThat(rig.below().casts()).hasSize(1);
        rig.below().settledUp();
        assertThat(rig.up()).endsWith("cast 1 x", "cast 2 mine", "settled");
    }

    @Test
    void whatWasOrderedAfterAllIsDeliveredOnce() {
        LayerRig rig = rig(2, 3);
        rig.cast("mine");
        rig.stack().block();
        rig.receiveCast(0, ordered("mine", 2));
        rig.below().settledUp();
        assertThat(rig.delivered()).containsExactly("cast 2 mine");
        LayerRig other = rig(1, 3);
        other.receiveCast(0, ordered("mine", 2));
        other.receiveCast(2, data("mine", 1));
        other.below().settledUp();
        assertThat(other.delivered()).containsExactly("cast 2 mine");
    }

    @Test
    void whatCameBackAsItWasCastAgainAtTheEndIsNotTakenForWhatIsOrderedBehindIt() {
        LayerRig rig = rig(2, 3);
        rig.cast(tagged("a", 1));
        rig.cast(tagged("b", 2));
        rig.stack().block();
        rig.receiveCast(0, list(2, 1));
        rig.receiveCast(0, ordered("b", 2));
        rig.below().settledUp();
        assertThat(rig.delivered()).containsExactly("cast 2 a", "cast 2 b");
        assertThat(rig.lastTag()).isEqualTo(2);
    }

    @Test
    void whatWasListedAndIsLostIsLeftOutWithWhatItsSenderMadeAfterIt() {
        LayerRig rig = rig(2, 3);
        rig.receiveCast(0, list(1, 1));
        rig.receiveCast(0, ordered("later", 1));
        rig.receiveCast(0, ordered("other", 0));
        rig.stack().block();
        rig.below().settledUp();
        assertThat(rig.up()).endsWith("cast 0 other", "settled");
    }

    @Test
    void afterTheBlockNothingIsOrdered() {
        LayerRig rig = rig(0, 3);
        rig.receiveCast(1, data("x", 1));
        rig.stack().block();
        assertThat(rig.below().casts()).as("what had come is ordered").hasSize(1);
        rig.receiveCast(1, data("y", 2));
        rig.receiveSend(2, packet("z", 1, 1));
        rig.advance(1);
        assertThat(rig.below().casts()).hasSize(1);
        rig.below().settledUp();
        assertThat(rig.delivered()).containsExactly("cast 1 x", "cast 1 y");
    }

    @Test
    void whatTheSequencerCastIsStableWhenThatCastIs() {
        LayerRig rig = rig(1, 3);
        rig.cast(tagged("s", 1));
        rig.cast(tagged(LARGE, 2));
        rig.below().stableUp(2);
        assertThat(rig.up()).doesNotContain("stable 1", "stable 2");
        rig.receiveCast(0, ordered("s", 1));
        assertThat(rig.delivered()).containsExactly("cast 1 s");
        rig.below().stableCastsUp(0, 1, 0);
        assertThat(rig.up()).noneMatch(line -> line.startsWith("stable"));
        rig.below().stableCastsUp(1, 1, 0);
        assertThat(rig.up()).endsWith("stable 2");
    }

    @Test
    void lastFragmentThatTheSequencerCastIsStableWhenTheFragmentsBeforeItAreToo() {
        LayerRig rig = rig(1, 3);
        rig.cast(LARGE);
        rig.cast(tagged("end", 1));
        rig.cast(LARGE);
        rig.cast(tagged("end", 2));
        rig.receiveCast(0, list(1, 1));
        rig.receiveCast(0, ordered("end", 1));
        rig.receiveCast(0, list(1, 1));
        rig.receiveCast(0, ordered("end", 1));
        assertThat(rig.delivered()).hasSize(4);
        rig.below().stableCastsUp(4, 0, 0);
        assertThat(rig.up()).as("the fragments are not held by all").noneMatch(line -> line.startsWith("stable"));
        rig.below().stableCastsUp(4, 1, 0);
        assertThat(rig.up()).endsWith("stable 1");
        rig.below().stableCastsUp(4, 2, 0);
        assertThat(rig.up()).endsWith("stable 2");
        assertThat(rig.stack().heldBytes()).isEmpty();
    }

    @Test
    void whatWasStableBeforeItWasDeliveredHereIsStableOnceItIs() {
        LayerRig rig = rig(1, 3);
        rig.cast(tagged("mine", 1));
        rig.receiveCast(0, list(2, 1));
        rig.receiveCast(0, ordered("mine", 1));
        rig.below().stableUp(0);
        rig.below().stableCastsUp(2, 0, 1);
        assertThat(rig.up()).as("it waits for what is listed before it").noneMatch(line -> line.startsWith("stable"));
        rig.receiveCast(2, data("w", 1));
        assertThat(rig.up()).endsWith("cast 2 w", "cast 1 mine", "stable 1");
        assertThat(rig.stack().heldBytes()).isEmpty();
    }

    private static Packet tagged(String body, long tag) {
        Packet packet = Packet.of(body.getBytes(StandardCharsets.ISO_8859_1));
        packet.tag(tag);
        return packet;
    }

    @Test
    void sendsPass() {
        RigNet net = RigNet.echoing(3, 1, rank -> List.of(new Sequencer(THRESHOLD_BYTES)));
        net.rig(1).send(0, "hello");
        net.advance(1_000_000);
        assertThat(net.rig(0).delivered()).containsExactly("send 1 hello");
    }

    @Test
    void whatItKeepsIsCounted() {
        LayerRig rig = rig(1, 3);
        rig.cast("mine");
        rig.receiveCast(0, list(2, 1));
        rig.receiveCast(0, ordered("mine", 1));
        assertThat(rig.stack().heldBytes()).containsEntry("sequencer", 4L + ordered("mine", 1).length);
        rig.receiveCast(2, data("x", 2));
        assertThat(rig.stack().heldBytes())
                .containsEntry("sequencer", 4L + ordered("mine", 1).length + data("x", 2).length - 1);
        rig.receiveCast(2, data("w", 1));
        assertThat(rig.delivered()).containsExactly("cast 2 w", "cast 1 mine");
        rig.below().stableCastsUp(2, 0, 2);
        assertThat(rig.stack().heldBytes()).containsEntry("sequencer", data("x", 2).length - 1L);
    }

    @Test
    void requestsThatCannotBeOrderedAreDroppedAtTheEndOfTheView() {
        LayerRig rig = rig(0, 3);
        rig.receiveSend(1, packet("second", 1, 2));
        assertThat(rig.stack().heldBytes()).containsEntry("sequencer", Long.BYTES + 6L);
        rig.stack().block();
        rig.below().settledUp();
        assertThat(rig.stack().heldBytes()).isEmpty();
    }

    @Test
    void nonsenseIsDropped() {
        LayerRig rig = rig(1, 3);
        rig.receiveCast(2, new byte[3]);
        rig.receiveCast(0, list(7, 1));
        rig.receiveCast(0, ordered("x", 9));
        rig.receiveSend(2, packet("not for me", 1, 1));
        rig.receiveCast(0, ordered("y", 0));
        assertThat(rig.delivered()).containsExactly("cast 0 y");
        assertThat(rig.count("sequencer.malformed")).isEqualTo(4);
    }

    @Test
    void garbageNeverGetsOutAndTheViewEnds() {
        for (int rank = 0; rank < 2; rank++) {
            LayerRig rig = rig(rank, 3);
            Garbage garbage = new Garbage(rig, 3, 1 + rank).belowALoop();
            garbage.feed(2_000);
            garbage.spoil(10_000, Frame.CAST, List.of(data("x", 1), data(LARGE, 2), list(1, 1), ordered("z", 2)));
            garbage.spoil(10_000, Frame.SEND, List.of(packet("small", 1, 1), packet("s", 0, 1)));
            rig.advance(1_000_000_000);
            rig.stack().block();
            rig.below().settledUp();
            assertThat(rig.up()).endsWith("settled");
            assertThat(rig.count("sequencer.malformed")).isPositive();
        }
    }

    @Test
    void randomConversationsEndInOneOrder() {
        Conversations.endInOneOrder(60, rank -> List.of(new Sequencer(rank * 15)));
    }

    @Test
    void alsoIfTheViewEndsInTheMiddle() {
        Conversations.endInOneOrderAlsoIfTheViewEnds(60, rank -> List.of(new Sequencer(rank * 15)));
    }
}
