package dev.tutti.layer.safe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.WireWriter;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafeTest {
    private static final long ASK_NANOS = 10_000_000;
    private static final int TELL = 0;
    private static final int ASK = 1;

    private static LayerRig rig(int rank, int size, int resilience) {
        return LayerRig.echoing(rank, size, new Safe(resilience, ASK_NANOS));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] row(int kind, long... come) {
        WireWriter writer = new WireWriter().putByte(kind);
        for (long casts : come) {
            writer.putNumber(casts);
        }
        return writer.toPacket().toBytes();
    }

    @Test
    void aCastIsDeliveredWhenItsWitnessesHoldIt() {
        LayerRig rig = rig(3, 4, 2);
        rig.cast("a");
        rig.receiveLocal(0, row(TELL, 0, 0, 0, 1));
        rig.receiveLocal(2, row(TELL, 0, 0, 0, 1));
        assertThat(rig.delivered()).isEmpty();
        rig.receiveLocal(1, row(TELL, 0, 0, 0, 1));
        assertThat(rig.delivered()).containsExactly("cast 3 a");
    }

    @Test
    void aSenderIsNotItsOwnWitness() {
        LayerRig rig = rig(0, 4, 1);
        rig.cast("a");
        assertThat(rig.delivered()).isEmpty();
        rig.receiveLocal(1, row(TELL, 1, 0, 0, 0));
        assertThat(rig.delivered()).containsExactly("cast 0 a");
    }

    @Test
    void witnessesTellAtTheEndOfTheTurnAndOthersDoNot() {
        LayerRig witness = rig(0, 3, 1);
        witness.receiveCast(2, bytes("a"));
        witness.receiveCast(2, bytes("b"));
        assertThat(witness.delivered()).as("the only witness holds them").containsExactly("cast 2 a", "cast 2 b");
        assertThat(witness.takeLocals()).isEmpty();
        witness.advance(1);
        assertThat(witness.takeLocals()).containsExactly(row(TELL, 0, 0, 2));
        LayerRig other = rig(1, 3, 1);
        other.receiveCast(2, bytes("a"));
        other.advance(1);
        assertThat(other.takeLocals()).isEmpty();
    }

    @Test
    void inASmallViewAllOthersAreWitnesses() {
        LayerRig rig = rig(0, 2, Integer.MAX_VALUE);
        rig.cast("a");
        assertThat(rig.delivered()).isEmpty();
        rig.receiveLocal(1, row(TELL, 1, 0));
        assertThat(rig.delivered()).containsExactly("cast 0 a");
        LayerRig alone = rig(0, 1, 3);
        alone.cast("a");
        assertThat(alone.delivered()).containsExactly("cast 0 a");
    }

    @Test
    void whoWaitsAsksThoseWhoHoldItUpUntilTheyAnswer() {
        LayerRig rig = rig(2, 3, 2);
        rig.cast("a");
        rig.receiveLocal(0, row(TELL, 0, 0, 1));
        rig.takeSent();
        rig.advance(2 * ASK_NANOS + 1);
        assertThat(rig.sent()).extracting(LayerRig.Sent::to).containsExactly(1, 1);
        assertThat(rig.takeLocals()).containsExactly(row(ASK, 0, 0, 1), row(ASK, 0, 0, 1));
        rig.receiveLocal(1, row(TELL, 0, 0, 1));
        rig.advance(5 * ASK_NANOS);
        assertThat(rig.sent()).isEmpty();
    }

    @Test
    void whoIsAskedAnswers() {
        LayerRig rig = rig(0, 2, 1);
        rig.receiveLocal(1, row(ASK, 0, 0));
        assertThat(rig.takeLocals()).containsExactly(row(TELL, 0, 0));
    }

    /** Member 2 of three has a cast of each of the others, and those of these ranks come along with it. */
    private static LayerRig ending(int resilience, int... coming) {
        LayerRig rig = rig(2, 3, resilience);
        rig.receiveCast(1, bytes("b"));
        rig.receiveCast(0, bytes("a"));
        rig.stack().block();
        agree(rig, coming);
        return rig;
    }

    private static void agree(LayerRig rig, int... coming) {
        Cut[] cuts = new Cut[3];
        for (int rank : coming) {
            cuts[rank] = new Cut(new long[3], new long[3]);
        }
        rig.stack().agree(cuts);
    }

    @Test
    void whoComesAloneDeliversAllAtTheEndOfTheView() {
        LayerRig rig = ending(2, 2);
        rig.below().settledUp();
        assertThat(rig.up()).endsWith("cast 0 a", "cast 1 b", "settled");
    }

    @Test
    void atTheEndOfTheViewSoManyOfThoseThatComeAlongMustHaveAll() {
        LayerRig rig = ending(1, 0, 1, 2);
        rig.takeLocals();
        rig.below().settledUp();
        assertThat(rig.takeLocals()).containsExactly(row(TELL, 1, 1, 0));
        assertThat(rig.up()).doesNotContain("settled");
        rig.receiveLocal(1, row(TELL, 0, 1, 0));
        assertThat(rig.up()).doesNotContain("settled");
        rig.receiveLocal(1, row(TELL, 1, 1, 0));
        assertThat(rig.up()).endsWith("cast 0 a", "cast 1 b", "settled");
    }

    @Test
    void aDegreeAboveTheNumberOfThoseThatComeAlongMeansAllOfThem() {
        LayerRig rig = ending(7, 1, 2);
        rig.below().settledUp();
        assertThat(rig.up()).doesNotContain("settled");
        rig.receiveLocal(1, row(TELL, 1, 1, 0));
        assertThat(rig.up()).endsWith("settled");
    }

    @Test
    void whoDoesNotComeAlongCountsForNothingAtTheEndOfTheView() {
        LayerRig rig = ending(1, 1, 2);
        rig.below().settledUp();
        rig.receiveLocal(0, row(TELL, 1, 1, 0));
        assertThat(rig.up()).doesNotContain("settled");
    }

    @Test
    void anotherChangeBeginsTheEndAnew() {
        LayerRig rig = ending(1, 1, 2);
        rig.below().settledUp();
        rig.stack().block();
        rig.receiveLocal(1, row(TELL, 1, 1, 0));
        assertThat(rig.up()).doesNotContain("settled");
        agree(rig, 2);
        rig.below().settledUp();
        assertThat(rig.up()).endsWith("settled");
    }

    @Test
    void whoIsAwaitedAtTheEndOfTheViewIsAskedAgain() {
        LayerRig rig = ending(1, 1, 2);
        rig.below().settledUp();
        rig.takeSent();
        rig.advance(2 * ASK_NANOS + 1);
        assertThat(rig.sent()).extracting(LayerRig.Sent::to).containsOnly(1);
        assertThat(rig.takeLocals()).containsOnly(row(ASK, 1, 1, 0)).isNotEmpty();
    }

    @Test
    void whereNothingWaitsTheViewEndsAtOnce() {
        LayerRig rig = rig(0, 3, 2);
        rig.stack().block();
        agree(rig, 0, 1, 2);
        rig.below().settledUp();
        assertThat(rig.up()).endsWith("settled");
    }

    @Test
    void aRetiredLayerIsSilentUnlessAsked() {
        LayerRig rig = rig(0, 3, 2);
        rig.receiveCast(2, bytes("a"));
        rig.stack().retire();
        rig.advance(5 * ASK_NANOS);
        assertThat(rig.takeLocals()).isEmpty();
        rig.receiveLocal(1, row(ASK, 0, 0, 0));
        assertThat(rig.takeLocals()).containsExactly(row(TELL, 0, 0, 1));
    }

    @Test
    void nonsenseIsDropped() {
        LayerRig rig = rig(0, 2, 1);
        rig.cast("a");
        rig.receiveLocal(1, row(5, 1, 0));
        rig.receiveLocal(1, row(TELL, 1));
        rig.receiveLocal(1, row(TELL, 1, 0, 0));
        rig.receiveLocal(1, new byte[] {TELL, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0});
        rig.receiveLocal(1, row(TELL, 7, 0));
        assertThat(rig.delivered()).isEmpty();
    }

    @Test
    void garbageNeverGetsOutAndTheViewEnds() {
        LayerRig rig = rig(0, 3, 1);
        Garbage garbage = new Garbage(rig, 3, 1).belowALoop();
        garbage.feed(2_000);
        garbage.spoil(10_000, Frame.LOCAL, List.of(row(TELL, 0, 3, 5), row(ASK, 0, 0, 0)));
        rig.advance(5 * ASK_NANOS);
        rig.below().settledUp();
        assertThat(rig.up()).endsWith("settled");
        rig.takeLocals();
        rig.receiveLocal(1, row(ASK, 0, 0, 0));
        assertThat(rig.takeLocals()).as("it goes on to answer").hasSize(1);
    }

    @Test
    void whatAnybodyDeliversItsWitnessesHoldWhateverIsLost() {
        for (long seed = 1; seed <= 40; seed++) {
            int size = 2 + (int) (seed % 5);
            int resilience = 1 + (int) (seed % 3);
            RigNet net = RigNet.echoing(size, seed, rank -> List.of(new Safe(resilience, ASK_NANOS)));
            // Casts are reliable, what witnesses say is not.
            net.fate((from, to, frame, chance) ->
                    frame.kind() == dev.tutti.kernel.Frame.LOCAL && chance.nextDouble() < 0.5
                            ? new long[0]
                            : new long[] {RigNet.DELAY_NANOS});
            for (int i = 0; i < 60; i++) {
                net.rig(net.random().nextInt(size)).cast("m" + i);
                net.advance(net.random().nextInt(3_000_000));
            }
            net.advance(100 * ASK_NANOS);
            assertThat(net.rigs())
                    .as("seed %s", seed)
                    .allSatisfy(rig -> assertThat(rig.delivered()).hasSize(60));
            assertThat(net.pending()).as("seed %s", seed).isZero();
        }
    }
}
