package dev.tutti.layer.reliable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Settlement;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MnakTest {
    private static final long NAK_DELAY_NANOS = 2_000_000;
    private static final long RESEND_NANOS = 20_000_000;
    private static final long UNORDERED = Long.MIN_VALUE;
    private static final byte NAK = 0;
    private static final byte REPAIR = 1;

    // ---- data ----

    @Test
    void castsAreNumberedFromOneAndDeliveredHereAtOnce() {
        LayerRig rig = alone(1, 3);
        rig.cast("a");
        rig.cast("b");
        assertThat(rig.up()).containsExactly("cast 1 a", "cast 1 b");
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(cast(1, "a"), cast(2, "b"));
    }

    @Test
    void whatOvertakesWaitsForWhatWasSentBefore() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, cast(2, "b"));
        rig.receiveCast(1, cast(3, "c"));
        rig.receiveCast(2, cast(1, "x"));
        assertThat(rig.delivered()).containsExactly("cast 2 x");
        rig.receiveCast(1, cast(1, "a"));
        assertThat(rig.delivered()).containsExactly("cast 2 x", "cast 1 a", "cast 1 b", "cast 1 c");
    }

    @Test
    void whatComesTwiceIsDeliveredOnce() {
        LayerRig rig = alone(0, 2);
        rig.receiveCast(1, cast(1, "a"));
        rig.receiveCast(1, cast(1, "a"));
        rig.receiveCast(1, cast(3, "c"));
        rig.receiveCast(1, cast(3, "c"));
        rig.receiveCast(1, cast(2, "b"));
        assertThat(rig.delivered()).containsExactly("cast 1 a", "cast 1 b", "cast 1 c");
        assertThat(rig.count("mnak.duplicates")).isEqualTo(2);
    }

    @Test
    void everythingArrivesOnceAndInOrderWhateverTheNetworkDoes() {
        for (int seed = 0; seed < 150; seed++) {
            Random shape = new Random(seed);
            int size = 3 + shape.nextInt(3);
            RigNet net = net(size, seed);
            net.fate(RigNet.lossy(
                    shape.nextDouble() * 0.4, shape.nextDouble() * 0.3, 1 + shape.nextLong(2 * RESEND_NANOS)));
            List<List<String>> sent = castAtRandom(net, shape.nextInt(150), shape.nextLong(3_000_000));
            tellWhatIsKnown(net);
            net.advance(200 * RESEND_NANOS);
            net.heal();
            net.advance(100 * RESEND_NANOS);
            for (int to = 0; to < size; to++) {
                for (int from = 0; from < size; from++) {
                    assertThat(deliveredFrom(net.rig(to), from))
                            .as("seed %d, %d to %d", seed, from, to)
                            .isEqualTo(sent.get(from));
                }
            }
            assertThat(net.pending())
                    .as("nothing is asked for any more, seed %d", seed)
                    .isZero();
        }
    }

    // ---- what the others have ----

    @Test
    void whatWasPassedUpIsConfirmedOnceAllHoldIt() {
        LayerRig rig = alone(0, 2);
        rig.cast("a");
        rig.receiveCast(1, cast(1, "x"));
        rig.stack().confirm();
        rig.cast("b");
        rig.takeUp();
        rig.above().stable(1, 0);
        assertThat(rig.takeUp()).doesNotContain("confirmed");
        rig.above().stable(1, 1);
        assertThat(rig.takeUp()).as("what came later does not count").contains("confirmed");
        rig.above().stable(2, 1);
        assertThat(rig.takeUp()).as("once").doesNotContain("confirmed");
        rig.stack().confirm();
        assertThat(rig.takeUp()).as("at once, if nothing is missing").containsExactly("confirmed");
    }

    @Test
    void anUnorderedCastThatOvertookOthersIsNotConfirmedBeforeThem() {
        LayerRig rig = alone(0, 2);
        rig.receiveCast(1, cast(UNORDERED | 3, "c"));
        rig.stack().confirm();
        assertThat(rig.takeUp()).contains("unordered 1 c").doesNotContain("confirmed");
        rig.receiveCast(1, cast(1, "a"));
        rig.receiveCast(1, cast(2, "b"));
        rig.above().stable(0, 2);
        assertThat(rig.takeUp()).doesNotContain("confirmed");
        rig.above().stable(0, 3);
        assertThat(rig.takeUp()).contains("confirmed");
    }

    @Test
    void theLastQuestionIsTheOneThatIsAnswered() {
        LayerRig rig = alone(0, 2);
        rig.cast("a");
        rig.stack().confirm();
        rig.cast("b");
        rig.stack().confirm();
        rig.takeUp();
        rig.above().stable(1, 0);
        assertThat(rig.takeUp()).doesNotContain("confirmed");
        rig.above().stable(2, 0);
        assertThat(rig.takeUp()).contains("confirmed");
    }

    // ---- unordered casts ----

    @Test
    void anUnorderedCastWaitsForNothing() {
        LayerRig rig = alone(0, 2);
        rig.receiveCast(1, cast(UNORDERED | 3, "c"));
        rig.receiveCast(1, cast(2, "b"));
        rig.receiveCast(1, cast(UNORDERED | 3, "c"));
        assertThat(rig.delivered()).containsExactly("unordered 1 c");
        rig.receiveCast(1, cast(1, "a"));
        rig.receiveCast(1, cast(4, "d"));
        assertThat(rig.delivered()).containsExactly("unordered 1 c", "cast 1 a", "cast 1 b", "cast 1 d");
        assertThat(rig.count("mnak.duplicates")).isEqualTo(1);
    }

    @Test
    void anUnorderedCastThatIsRepairedIsStillUnordered() {
        LayerRig sender = alone(1, 2);
        sender.unordered("a");
        assertThat(sender.delivered()).containsExactly("unordered 1 a");
        assertThat(sender.below().casts()).extracting(Packet::toBytes).containsExactly(cast(UNORDERED | 1, "a"));
        sender.takeSent();
        sender.receiveLocal(0, nak(1, 1, 1));
        assertThat(sender.takeSent()).satisfiesExactly(frame -> isTold(frame, 0, repair(1, UNORDERED | 1, "a")));
        LayerRig rig = alone(0, 2);
        rig.receiveLocal(1, repair(1, UNORDERED | 1, "a"));
        assertThat(rig.delivered()).containsExactly("unordered 1 a");
    }

    /** The cut has to name what was delivered, so it cannot be arbitrarily far ahead. */
    @Test
    void anUnorderedCastFarBeyondAGapWaitsUntilItIsNear() {
        LayerRig rig = alone(0, 2);
        rig.receiveCast(1, cast(UNORDERED | (Cut.MAX_EARLY + 1), "far"));
        rig.receiveCast(1, cast(UNORDERED | Cut.MAX_EARLY, "near"));
        assertThat(rig.delivered()).containsExactly("unordered 1 near");
        rig.receiveCast(1, cast(1, "a"));
        assertThat(rig.delivered()).containsExactly("unordered 1 near", "cast 1 a", "unordered 1 far");
    }

    @Test
    void whatWasDeliveredBeyondAGapStandsInTheCutAndNothingMoreIs() {
        LayerRig rig = alone(0, 2);
        rig.receiveCast(1, cast(UNORDERED | 3, "c"));
        rig.takeUp();
        rig.stack().block();
        rig.receiveCast(1, cast(UNORDERED | 5, "e"));
        assertThat(rig.takeUp()).containsExactly("cut held [0, 0] early [0, 4] sent [0, 0]");
        rig.stack().block();
        assertThat(rig.takeUp()).containsExactly("cut held [0, 0] early [0, 4] sent [0, 0]");
    }

    @Test
    void whatOneDeliveredBeyondAGapAllDeliver() {
        Cut mine = cut(0, 0, 0);
        Cut theirs = new Cut(new long[3], new long[] {0, 4, 0}, new long[3]);
        LayerRig rig = alone(0, 3);
        rig.stack().block();
        rig.takeUp();
        rig.above().settle(settlement(mine, null, theirs));
        assertThat(rig.up()).isEmpty();
        rig.advance(NAK_DELAY_NANOS);
        assertThat(rig.takeSent()).satisfiesExactly(frame -> isTold(frame, 2, nak(1, 3, 3)));
        rig.receiveLocal(2, repair(1, UNORDERED | 5, "of no cut"));
        rig.receiveLocal(2, repair(1, UNORDERED | 3, "c"));
        assertThat(rig.up()).containsExactly("present 2", "unordered 1 c", "settled");

        LayerRig holder = alone(2, 3);
        holder.receiveCast(1, cast(UNORDERED | 3, "c"));
        holder.stack().block();
        holder.takeSent();
        holder.above().settle(settlement(mine, null, theirs));
        assertThat(holder.takeSent()).satisfiesExactly(frame -> isTold(frame, 0, repair(1, UNORDERED | 3, "c")));
        assertThat(holder.up()).endsWith("settled");
    }

    @Test
    void stabilityOfUnorderedCastsIsToldApart() {
        LayerRig rig = alone(0, 2);
        rig.cast(tagged("a", 1));
        rig.stack().unordered(tagged("b", -1));
        rig.cast(tagged("c", 2));
        rig.stack().unordered(tagged("d", -2));
        rig.takeUp();
        rig.above().stable(3, 0);
        assertThat(rig.takeUp()).containsExactly("stable unordered -1", "stable 2");
        assertThat(rig.above().log()).as("counted as they come up").contains("stable casts [2, 0]");
        rig.above().stable(4, 0);
        assertThat(rig.takeUp()).containsExactly("stable unordered -2");
    }

    // ---- asking ----

    @Test
    void aGapIsAskedForAtItsSenderAfterAMoment() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, cast(1, "a"));
        rig.receiveCast(1, cast(5, "e"));
        rig.receiveCast(1, cast(3, "c"));
        rig.advance(NAK_DELAY_NANOS - 1);
        assertThat(rig.takeSent()).isEmpty();
        rig.advance(1);
        assertThat(rig.takeSent())
                .satisfiesExactly(frame -> isTold(frame, 1, nak(1, 2, 2)), frame -> isTold(frame, 1, nak(1, 4, 4)));
    }

    @Test
    void framesThatOnlyOvertakeEachOtherAreNotAskedFor() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, cast(2, "b"));
        rig.advance(NAK_DELAY_NANOS / 2);
        rig.receiveCast(1, cast(1, "a"));
        rig.advance(10 * RESEND_NANOS);
        assertThat(rig.sent()).isEmpty();
    }

    /** The last cast of a sender has none behind it that would show the gap; the stability layer hears of it. */
    @Test
    void theLastCastIsRepairedOnceSomebodyIsKnownToHaveIt() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, cast(1, "a"));
        rig.above().known(0, 2, 0);
        rig.advance(RESEND_NANOS);
        assertThat(rig.takeSent()).satisfiesExactly(frame -> isTold(frame, 1, nak(1, 2, 2)));
        rig.receiveLocal(1, repair(1, 2, "b"));
        rig.advance(10 * RESEND_NANOS);
        assertThat(rig.delivered()).containsExactly("cast 1 a", "cast 1 b");
        assertThat(rig.takeSent()).isEmpty();
    }

    @Test
    void theSenderIsAskedFirstThenTheOthersInTurn() {
        LayerRig rig = alone(0, 4);
        rig.receiveCast(2, cast(2, "b"));
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            rig.advance(RESEND_NANOS / 2);
            rig.takeSent().forEach(frame -> asked.add(frame.to()));
        }
        assertThat(asked.subList(0, 2)).containsExactly(2, 2);
        assertThat(asked.subList(2, 8)).contains(1, 3).doesNotContain(0);
    }

    @Test
    void requestsBecomeRarerAsLongAsNobodyAnswers() {
        LayerRig rig = alone(0, 2);
        rig.receiveCast(1, cast(2, "b"));
        rig.advance(100 * RESEND_NANOS);
        assertThat(rig.takeSent()).hasSizeBetween(6, 12);
    }

    @Test
    void aFailedSenderIsNotAsked() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, cast(2, "b"));
        rig.above().failed(ranks(1));
        rig.advance(20 * RESEND_NANOS);
        assertThat(rig.takeSent()).isNotEmpty().allMatch(frame -> frame.to() == 2);
        rig.above().failed(ranks(1, 2));
        rig.advance(100 * RESEND_NANOS);
        assertThat(rig.takeSent()).isEmpty();
    }

    @Test
    void whatIsHeldIsRepairedForWhoeverAsks() {
        LayerRig rig = alone(1, 3);
        rig.cast("mine");
        rig.receiveCast(0, cast(1, "his"));
        rig.takeSent();
        rig.receiveLocal(2, nak(0, 1, 9));
        rig.receiveLocal(2, nak(1, 1, 1));
        assertThat(rig.takeSent())
                .satisfiesExactly(
                        frame -> isTold(frame, 2, repair(0, 1, "his")),
                        frame -> isTold(frame, 2, repair(1, 1, "mine")));
        assertThat(rig.count("mnak.repairs")).isEqualTo(2);
    }

    @Test
    void aRepairCountsAsItsSendersWhoeverSentIt() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, cast(2, "b"));
        rig.receiveCast(2, cast(1, "x"));
        rig.receiveLocal(2, repair(1, 1, "a"));
        rig.receiveLocal(2, repair(0, 1, "never cast"));
        rig.receiveCast(2, cast(2, "y"));
        assertThat(rig.delivered()).containsExactly("cast 2 x", "cast 1 a", "cast 1 b", "cast 2 y");
    }

    /** The run in which JGroups takes what B repairs for A for B's own: C must keep both apart, and in order. */
    @Test
    void aPeerThatRetransmitsForAnotherBreaksNothing() {
        RigNet net = net(3, 1);
        net.fate((from, to, frame, chance) -> from == 0 && to == 2 ? new long[0] : new long[] {RigNet.DELAY_NANOS});
        for (int i = 1; i <= 50; i++) {
            net.rig(0).cast("a" + i);
            net.rig(1).cast("b" + i);
            net.advance(500_000);
        }
        tellWhatIsKnown(net);
        net.advance(100 * RESEND_NANOS);
        LayerRig cid = net.rig(2);
        for (int i = 1; i <= 50; i++) {
            assertThat(cid.delivered()).contains("cast 0 a" + i, "cast 1 b" + i);
        }
        assertThat(deliveredFrom(cid, 0)).isEqualTo(deliveredFrom(net.rig(0), 0));
        assertThat(deliveredFrom(cid, 1)).isEqualTo(deliveredFrom(net.rig(1), 1));
        assertThat(net.rig(1).count("mnak.repairs")).isPositive();
    }

    @Test
    void aLongGapIsClosedInSteps() {
        RigNet net = net(2, 1);
        net.fate((from, to, frame, chance) ->
                frame.kind() == Frame.CAST ? new long[0] : new long[] {RigNet.DELAY_NANOS});
        for (int i = 1; i <= 2_000; i++) {
            net.rig(0).cast("x" + i);
        }
        tellWhatIsKnown(net);
        net.advance(20 * RESEND_NANOS);
        assertThat(net.rig(1).delivered()).hasSize(2_000);
        assertThat(net.rig(1).count("mnak.naks")).isLessThan(20);
        assertThat(net.rig(0).count("mnak.repairs")).as("each once").isEqualTo(2_000);
    }

    // ---- stability ----

    @Test
    void askTellsWhatIsHeldWithoutAGap() {
        LayerRig rig = alone(0, 3);
        rig.cast("x");
        rig.receiveCast(1, cast(1, "a"));
        rig.receiveCast(1, cast(3, "c"));
        rig.above().ask();
        assertThat(rig.above().take()).contains("counts [1, 1, 0]");
    }

    @Test
    void whatIsStableIsForgottenAndOwnCastsAreReported() {
        LayerRig rig = alone(0, 2);
        for (int i = 1; i <= 3; i++) {
            Packet packet = Packet.of(("x" + i).getBytes(StandardCharsets.ISO_8859_1));
            packet.tag(10L * i);
            rig.cast(packet);
        }
        rig.receiveCast(1, cast(1, "a"));
        rig.takeUp();
        rig.above().stable(2, 1);
        assertThat(rig.takeUp()).containsExactly("stable 20");
        rig.above().stable(2, 1);
        assertThat(rig.takeUp()).isEmpty();
        rig.takeSent();
        rig.receiveLocal(1, nak(0, 1, 3));
        assertThat(rig.takeSent()).satisfiesExactly(frame -> isTold(frame, 1, repair(0, 3, "x3")));
        rig.receiveLocal(1, nak(1, 1, 1));
        assertThat(rig.takeSent()).isEmpty();
    }

    /** Whatever others claim, what this member has not delivered is not thrown away. */
    @Test
    void whatIsNotDeliveredIsKept() {
        LayerRig rig = alone(0, 2);
        rig.receiveCast(1, cast(1, "a"));
        rig.receiveCast(1, cast(3, "c"));
        rig.above().stable(5, 5);
        rig.receiveCast(1, cast(2, "b"));
        assertThat(rig.delivered()).containsExactly("cast 1 a", "cast 1 b", "cast 1 c");
    }

    @Test
    void castsFarBeyondWhatIsStableAreDroppedAndCounted() {
        LayerRig rig = alone(0, 2);
        rig.receiveCast(1, cast(Mnak.MAX_UNSTABLE + 1L, "x"));
        rig.receiveCast(1, cast(Long.MAX_VALUE, "x"));
        rig.receiveLocal(1, repair(1, Long.MAX_VALUE, "x"));
        assertThat(rig.count("mnak.overrun")).isEqualTo(3);
        rig.above().ask();
        assertThat(rig.above().take()).contains("counts [0, 0]");
        rig.above().known(0, Long.MAX_VALUE);
        rig.advance(10 * RESEND_NANOS);
        rig.receiveCast(1, cast(1, "a"));
        assertThat(rig.delivered()).containsExactly("cast 1 a");
    }

    // ---- the end of the view ----

    @Test
    void theBlockIsAnsweredByWhatIsHeld() {
        LayerRig rig = alone(0, 3);
        rig.cast("x");
        rig.receiveCast(1, cast(1, "a"));
        rig.receiveCast(1, cast(3, "c"));
        rig.takeUp();
        rig.stack().block();
        assertThat(rig.takeUp()).containsExactly("cut held [1, 1, 0] sent [0, 0, 0]");
    }

    @Test
    void afterTheCutNothingBeyondItIsDelivered() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, cast(1, "a"));
        rig.stack().block();
        rig.receiveCast(1, cast(2, "b"));
        rig.receiveCast(2, cast(1, "x"));
        assertThat(rig.delivered()).containsExactly("cast 1 a");
        rig.above().ask();
        assertThat(rig.above().take())
                .as("nor told to be held, since it may be dropped")
                .contains("counts [0, 1, 0]");
    }

    @Test
    void aSecondBlockTellsALargerCut() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, cast(1, "a"));
        rig.stack().block();
        rig.receiveCast(1, cast(2, "b"));
        rig.takeUp();
        rig.stack().block();
        assertThat(rig.takeUp()).containsExactly("cast 1 b", "cut held [0, 2, 0] sent [0, 0, 0]");
    }

    @Test
    void theSettlementIsDeliveredExactlyAndThenToldOnce() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, cast(1, "a"));
        rig.stack().block();
        rig.receiveCast(1, cast(2, "b"));
        rig.receiveCast(1, cast(3, "c"));
        rig.takeUp();
        rig.above().settle(settlement(cut(0, 1, 0), cut(0, 2, 1), null));
        assertThat(rig.takeUp()).containsExactly("cast 1 b");
        rig.receiveLocal(1, repair(2, 1, "x"));
        assertThat(rig.takeUp()).containsExactly("cast 2 x", "settled");
        rig.receiveLocal(1, repair(2, 2, "y"));
        rig.receiveCast(1, cast(4, "d"));
        assertThat(rig.takeUp()).isEmpty();
    }

    @Test
    void whoHoldsEverythingIsSettledAtOnce() {
        LayerRig rig = alone(0, 2);
        rig.cast("x");
        rig.receiveCast(1, cast(1, "a"));
        rig.stack().block();
        rig.takeUp();
        rig.above().settle(settlement(cut(1, 1), cut(0, 1)));
        assertThat(rig.takeUp()).containsExactly("settled");
    }

    @Test
    void aChangeThatOvertakesASettlementBeginsAnewWithALargerCut() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, cast(1, "a"));
        rig.stack().block();
        rig.above().settle(settlement(cut(0, 1, 0), cut(0, 3, 0), null));
        rig.receiveCast(1, cast(2, "b"));
        rig.takeUp();
        rig.stack().block();
        assertThat(rig.takeUp()).containsExactly("cut held [0, 2, 0] sent [0, 0, 0]");
        rig.receiveCast(1, cast(3, "c"));
        assertThat(rig.takeUp()).as("the first settlement is void").isEmpty();
        rig.above().settle(settlement(cut(0, 2, 0), null, cut(0, 2, 0)));
        assertThat(rig.takeUp()).containsExactly("settled");
    }

    @Test
    void whatOnlyALostMemberCastIsForwardedByTheLowestRankedHolder() {
        LayerRig rig = alone(1, 5);
        for (int i = 1; i <= 3; i++) {
            rig.receiveCast(4, cast(i, "x" + i));
        }
        rig.stack().block();
        rig.takeSent();
        // Rank 0 holds the first, this one all three, rank 2 all three, rank 3 none.
        Cut mine = cut(0, 0, 0, 0, 3);
        rig.above().settle(settlement(cut(0, 0, 0, 0, 1), mine, mine, cut(0, 0, 0, 0, 0), null));
        assertThat(rig.takeSent())
                .satisfiesExactly(
                        frame -> isTold(frame, 0, repair(4, 2, "x2")),
                        frame -> isTold(frame, 0, repair(4, 3, "x3")),
                        frame -> isTold(frame, 3, repair(4, 2, "x2")),
                        frame -> isTold(frame, 3, repair(4, 3, "x3")));
        assertThat(rig.count("mnak.forwards")).isEqualTo(4);
    }

    @Test
    void whatOthersThatStayHaveCastIsNotForwarded() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, cast(1, "a"));
        rig.stack().block();
        rig.takeSent();
        rig.above().settle(settlement(cut(0, 1, 0), cut(0, 1, 0), cut(0, 0, 0)));
        assertThat(rig.takeSent()).isEmpty();
    }

    @Test
    void whatOnlyASuspectHeldIsAskedOfAllThatComeAlong() {
        LayerRig rig = alone(0, 4);
        rig.above().failed(ranks(1));
        rig.stack().block();
        rig.takeSent();
        rig.above().settle(settlement(cut(0, 0, 0, 0), cut(0, 2, 0, 0), cut(0, 0, 0, 0), null));
        List<LayerRig.Sent> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rig.advance(RESEND_NANOS);
            asked.addAll(rig.takeSent());
        }
        assertThat(asked).extracting(LayerRig.Sent::to).contains(1, 2).doesNotContain(0, 3);
        rig.receiveLocal(2, repair(1, 1, "x1"));
        rig.receiveLocal(2, repair(1, 2, "x2"));
        assertThat(rig.up()).containsSubsequence("cast 1 x1", "cast 1 x2", "settled");
    }

    @Test
    void aHolderThatDoesNotAnswerIsNotAskedForEver() {
        LayerRig rig = alone(0, 3);
        rig.stack().block();
        rig.takeSent();
        rig.above().settle(settlement(cut(0, 0, 0), cut(0, 1, 0), cut(0, 0, 0)));
        List<LayerRig.Sent> asked = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rig.advance(RESEND_NANOS);
            asked.addAll(rig.takeSent());
        }
        assertThat(asked).extracting(LayerRig.Sent::to).startsWith(1, 1, 1).contains(2);
    }

    @Test
    void aForwardThatGotLostIsFetchedFromAHolder() {
        LayerRig rig = alone(2, 4);
        rig.stack().block();
        rig.takeSent();
        rig.above().settle(settlement(cut(0, 0, 0, 1), cut(0, 0, 0, 2), cut(0, 0, 0, 0), null));
        List<LayerRig.Sent> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rig.advance(RESEND_NANOS);
            asked.addAll(rig.takeSent());
        }
        assertThat(asked).isNotEmpty().allMatch(frame -> frame.to() == 0 || frame.to() == 1);
        assertThat(asked.get(0).body()).isEqualTo(nak(3, 1, 2));
        rig.receiveLocal(0, repair(3, 1, "x1"));
        rig.advance(20 * RESEND_NANOS);
        assertThat(rig.takeSent()).as("rank 0 does not hold the second").allMatch(frame -> frame.to() == 1);
        rig.receiveLocal(1, repair(3, 2, "x2"));
        assertThat(rig.up()).containsSubsequence("cast 3 x1", "cast 3 x2", "settled");
    }

    @Test
    void aRetiredStackAnswersButAsksNothing() {
        LayerRig rig = alone(0, 3);
        rig.cast("x");
        rig.receiveCast(1, cast(2, "b"));
        rig.stack().retire();
        rig.advance(100 * RESEND_NANOS);
        rig.takeSent();
        rig.receiveLocal(2, nak(0, 1, 1));
        assertThat(rig.takeSent()).satisfiesExactly(frame -> isTold(frame, 2, repair(0, 1, "x")));
        rig.receiveCast(1, cast(4, "d"));
        rig.advance(100 * RESEND_NANOS);
        assertThat(rig.takeSent()).isEmpty();
    }

    /**
     * Whole ends of views at random: casts under loss, one member falls silent in between, the others block one after the other while
     * casts are still on their way, and settle by each other's cuts. All that come along deliver the same.
     */
    @Test
    void whoComesAlongDeliversTheSame() {
        for (int seed = 0; seed < 600; seed++) {
            Random shape = new Random(seed);
            int size = 3 + shape.nextInt(3);
            int dead = shape.nextInt(size);
            RigNet net = net(size, seed);
            RigNet.Fate bad =
                    RigNet.lossy(shape.nextDouble() * 0.5, shape.nextDouble() * 0.2, 1 + shape.nextLong(RESEND_NANOS));
            net.fate(bad);
            castAtRandom(net, shape.nextInt(80), shape.nextLong(1_000_000), seed % 2 == 0 ? 0 : 0.6);
            net.fate((from, to, frame, chance) ->
                    from == dead || to == dead ? new long[0] : bad.delaysNanos(from, to, frame, chance));
            if (shape.nextBoolean()) {
                // A first change that is overtaken when it is half done.
                List<Integer> some = shape.nextBoolean() ? List.of() : List.of((dead + 1) % size);
                settle(net, cuts(net, dead, shape), some);
                net.advance(shape.nextLong(2 * RESEND_NANOS));
            }
            List<Integer> alive = new ArrayList<>();
            for (int rank = 0; rank < size; rank++) {
                if (rank != dead) {
                    alive.add(rank);
                }
            }
            settle(net, cuts(net, dead, shape), alive);
            net.advance(400 * RESEND_NANOS);
            int first = alive.get(0);
            for (int rank : alive) {
                assertThat(net.rig(rank).up())
                        .as("seed %d, rank %d", seed, rank)
                        .contains("settled");
                for (int from = 0; from < size; from++) {
                    assertThat(deliveredFrom(net.rig(rank), from))
                            .as("seed %d, from %d at %d and %d", seed, from, rank, first)
                            .isEqualTo(deliveredFrom(net.rig(first), from));
                    assertThat(unorderedFrom(net.rig(rank), from))
                            .as("seed %d, unordered from %d at %d and %d", seed, from, rank, first)
                            .doesNotHaveDuplicates()
                            .containsExactlyInAnyOrderElementsOf(unorderedFrom(net.rig(first), from));
                }
                assertThat(deliveredFrom(net.rig(first), rank))
                        .as("own casts, seed %d", seed)
                        .isEqualTo(deliveredFrom(net.rig(rank), rank));
            }
        }
    }

    /** Blocks all but one, one after the other; their cuts by rank. */
    private static Cut[] cuts(RigNet net, int dead, Random shape) {
        int size = net.rigs().size();
        Cut[] cuts = new Cut[size];
        for (int rank = 0; rank < size; rank++) {
            if (rank != dead) {
                net.rig(rank).above().failed(ranks(dead));
                net.rig(rank).stack().block();
                String told = net.rig(rank).up().get(net.rig(rank).up().size() - 1);
                assertThat(told).startsWith("cut held [");
                long[] held = numbers(told, "held [");
                cuts[rank] =
                        told.contains("early [") ? new Cut(held, numbers(told, "early ["), new long[size]) : cut(held);
                net.advance(shape.nextLong(RESEND_NANOS / 4));
            }
        }
        return cuts;
    }

    private static long[] numbers(String line, String behind) {
        int start = line.indexOf(behind) + behind.length();
        return Stream.of(line.substring(start, line.indexOf(']', start)).split(", "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static void settle(RigNet net, Cut[] cuts, List<Integer> ranks) {
        ranks.forEach(rank -> net.rig(rank).above().settle(settlement(cuts)));
    }

    // ---- nonsense ----

    @Test
    void nonsenseIsCountedAndDoesNoHarm() {
        LayerRig rig = alone(0, 3);
        rig.receiveCast(1, new byte[7]);
        rig.receiveCast(1, cast(0, "x"));
        rig.receiveCast(1, cast(UNORDERED, "x"));
        rig.receiveLocal(1, new byte[0]);
        rig.receiveLocal(1, new byte[] {NAK, 0});
        rig.receiveLocal(1, new byte[] {2, 0, 0});
        rig.receiveLocal(1, nak(3, 1, 1));
        rig.receiveLocal(1, nak(1, 0, 1));
        rig.receiveLocal(1, nak(1, 2, 1));
        rig.receiveLocal(1, repair(1, 0, "x"));
        rig.receiveLocal(1, new byte[] {REPAIR, 0, 1, 0, 0});
        assertThat(rig.count("bottom.malformed")).isEqualTo(11);
        assertThat(rig.delivered()).isEmpty();
        rig.receiveCast(1, cast(1, "a"));
        assertThat(rig.delivered()).containsExactly("cast 1 a");
    }

    @Test
    void garbageDoesNotDisturbTheCastsOfOthers() {
        for (int seed = 0; seed < 20; seed++) {
            LayerRig rig = alone(0, 3);
            Garbage garbage = new Garbage(rig, 3, seed);
            garbage.feed(500);
            garbage.spoil(500, Frame.LOCAL, List.of(nak(1, 1, 2), repair(2, 1_000_000, "x"), nak(0, 1, 1)));
            rig.advance(10 * RESEND_NANOS);
            rig.takeSent();
            rig.cast("own");
            assertThat(rig.delivered()).contains("cast 0 own");
        }
    }

    // ---- what the tests are made of ----

    private static LayerRig alone(int rank, int size) {
        return LayerRig.alone(rank, size, new Mnak(NAK_DELAY_NANOS, RESEND_NANOS));
    }

    private static RigNet net(int size, long seed) {
        return RigNet.of(size, seed, rank -> List.of(new Mnak(NAK_DELAY_NANOS, RESEND_NANOS)));
    }

    /** Casts of random members at random times; what each has cast. */
    private static List<List<String>> castAtRandom(RigNet net, int casts, long maxPauseNanos) {
        return castAtRandom(net, casts, maxPauseNanos, 0);
    }

    /** The same, some of them without an order, of which nothing is said. */
    private static List<List<String>> castAtRandom(RigNet net, int casts, long maxPauseNanos, double unordered) {
        List<List<String>> sent = new ArrayList<>();
        net.rigs().forEach(rig -> sent.add(new ArrayList<>()));
        for (int i = 0; i < casts; i++) {
            int from = net.random().nextInt(sent.size());
            String body = "m" + i;
            if (unordered > 0 && net.random().nextDouble() < unordered) {
                net.rig(from).unordered(body);
            } else {
                sent.get(from).add("cast " + from + " " + body);
                net.rig(from).cast(body);
            }
            net.advance(net.random().nextLong(maxPauseNanos + 1));
        }
        return sent;
    }

    /** What the stability layer would find out: everything that was cast. */
    private static void tellWhatIsKnown(RigNet net) {
        long[] known = new long[net.rigs().size()];
        for (int i = 0; i < known.length; i++) {
            known[i] = deliveredFrom(net.rig(i), i).size();
        }
        net.rigs().forEach(rig -> rig.above().known(known.clone()));
    }

    private static List<String> deliveredFrom(LayerRig rig, int origin) {
        return rig.delivered().stream()
                .filter(line -> line.startsWith("cast " + origin + " "))
                .toList();
    }

    private static List<String> unorderedFrom(LayerRig rig, int origin) {
        return rig.delivered().stream()
                .filter(line -> line.startsWith("unordered " + origin + " "))
                .toList();
    }

    private static Packet tagged(String body, long tag) {
        Packet packet = Packet.of(body.getBytes(StandardCharsets.ISO_8859_1));
        packet.tag(tag);
        return packet;
    }

    private static BitSet ranks(int... ranks) {
        BitSet set = new BitSet();
        for (int rank : ranks) {
            set.set(rank);
        }
        return set;
    }

    private static Cut cut(long... held) {
        return new Cut(held, new long[held.length]);
    }

    /** As the sync layer makes it of the cuts. */
    private static Settlement settlement(@Nullable Cut... cuts) {
        long[] target = new long[cuts.length];
        long[] early = new long[cuts.length];
        for (Cut cut : cuts) {
            for (int i = 0; cut != null && i < target.length; i++) {
                target[i] = Math.max(target[i], cut.held()[i]);
            }
        }
        for (Cut cut : cuts) {
            for (int i = 0; cut != null && i < target.length; i++) {
                for (long distance = 1; distance <= Cut.MAX_EARLY; distance++) {
                    boolean beyond = cut.holds(i, target[i] + distance);
                    early[i] |= beyond ? 1L << (distance - 1) : 0;
                }
            }
        }
        return new Settlement(target, early, cuts, new long[cuts.length]);
    }

    private static void isTold(LayerRig.Sent frame, int to, byte[] body) {
        assertThat(frame.kind()).isEqualTo(Frame.LOCAL);
        assertThat(frame.to()).isEqualTo(to);
        assertThat(frame.body()).isEqualTo(body);
    }

    private static byte[] cast(long number, String body) {
        Packet packet = Packet.of(body.getBytes(StandardCharsets.ISO_8859_1));
        packet.pushLong(number);
        return packet.toBytes();
    }

    private static byte[] nak(int origin, long first, long last) {
        Packet packet = Packet.empty(0);
        packet.pushLong(last);
        packet.pushLong(first);
        return headed(packet, NAK, origin);
    }

    private static byte[] repair(int origin, long number, String body) {
        Packet packet = Packet.of(cast(number, body));
        return headed(packet, REPAIR, origin);
    }

    private static byte[] headed(Packet packet, byte type, int origin) {
        packet.pushByte(origin);
        packet.pushByte(origin >>> 8);
        packet.pushByte(type);
        return packet.toBytes();
    }
}
