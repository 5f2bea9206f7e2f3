package dev.tutti.layer.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tutti.kernel.Cut;
import dev.tutti.layer.LayerRig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SyncTest {
    @Test
    void messagesPassUnchangedUntilTheBlock() {
        LayerRig rig = LayerRig.echoing(0, 3, new Sync());
        rig.cast("a");
        rig.send(1, "b");
        assertThat(rig.delivered()).containsExactly("cast 0 a");
        assertThat(rig.below().sends()).hasSize(1);
        rig.receiveSend(2, "c".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(rig.delivered()).containsExactly("cast 0 a", "send 2 c");
    }

    /** It would be in nobody's cut. */
    @Test
    void whatIsSentAfterTheBlockIsAnError() {
        LayerRig rig = LayerRig.alone(0, 3, new Sync());
        rig.stack().block();
        assertThat(rig.below().log()).containsExactly("block");
        assertThatIllegalStateException().isThrownBy(() -> rig.cast("a")).withMessage("sent after the block");
        assertThatIllegalStateException().isThrownBy(() -> rig.send(1, "a")).withMessage("sent after the block");
        assertThat(rig.sent()).isEmpty();
    }

    @Test
    void theTargetIsTheLargestCutOfThoseThatComeAlong() {
        LayerRig rig = blocked(1, 4, cut(new long[] {1, 5, 0, 2}, new long[] {7, 0, 0, 0}));
        rig.stack()
                .agree(cuts(
                        cut(new long[] {3, 4, 0, 2}, new long[] {0, 9, 0, 0}),
                        cut(new long[] {1, 5, 0, 2}, new long[] {7, 0, 0, 0}),
                        null,
                        cut(new long[] {2, 5, 1, 8}, new long[] {0, 6, 0, 0})));
        assertThat(rig.below().log()).containsExactly("block", "settle [3, 5, 1, 8] owed [9, 0, 0, 6]");
    }

    @Test
    void whatLostMembersHaveSentIsNotOwed() {
        LayerRig rig = blocked(0, 2, cut(new long[] {1, 2}, new long[] {0, 5}));
        rig.stack().agree(cuts(cut(new long[] {1, 2}, new long[] {0, 5}), null));
        assertThat(rig.below().log()).containsExactly("block", "settle [1, 2] owed [0, 0]");
    }

    /** Each cut counts from its own end, the settlement from the target. */
    @Test
    void whatAnyOfThemDeliveredBeyondAGapIsOwedIfTheTargetDoesNotReachIt() {
        Cut behind = new Cut(new long[] {0, 1, 0}, new long[] {0, 0b1110_0000, 0}, new long[3]);
        Cut ahead = new Cut(new long[] {0, 7, 0}, new long[] {0, 0b100, 0}, new long[3]);
        LayerRig rig = blocked(0, 3, behind);
        rig.stack().agree(cuts(behind, null, ahead));
        assertThat(rig.below().log()).containsExactly("block", "settle [0, 7, 0] early [0, 7, 0] owed [0, 0, 0]");
    }

    @Test
    void theCutGoesUpAndASecondBlockGoesDown() {
        LayerRig rig = blocked(0, 2, cut(new long[] {1, 2}, new long[] {0, 5}));
        assertThat(rig.takeUp()).containsExactly("cut held [1, 2] sent [0, 5]");
        rig.below().answerBlock(cut(new long[] {1, 3}, new long[] {0, 5}));
        rig.stack().block();
        assertThat(rig.takeUp()).containsExactly("cut held [1, 3] sent [0, 5]");
        assertThat(rig.below().log()).containsExactly("block", "block");
    }

    @Test
    void nobodyAgreesWithoutItsOwnCut() {
        LayerRig early = LayerRig.alone(0, 2, new Sync());
        Cut cut = cut(new long[2], new long[2]);
        assertThatIllegalStateException().isThrownBy(() -> early.stack().agree(cuts(cut, cut)));
        LayerRig absent = blocked(0, 2, cut);
        assertThatIllegalStateException().isThrownBy(() -> absent.stack().agree(cuts(null, cut)));
    }

    private static LayerRig blocked(int rank, int size, Cut cut) {
        LayerRig rig = LayerRig.alone(rank, size, new Sync());
        rig.below().answerBlock(cut);
        rig.stack().block();
        return rig;
    }

    private static Cut cut(long[] held, long[] sent) {
        return new Cut(held, sent);
    }

    private static Cut[] cuts(@Nullable Cut... cuts) {
        return cuts;
    }
}
