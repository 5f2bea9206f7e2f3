package dev.tutti.layer.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.WireWriter;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import dev.tutti.layer.pack.Frag;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long ASK_NANOS = 50_000_000;
    private static final int ASK = 0;
    private static final int CREDIT = 1;

    @Test
    void whatDoesNotFitWaitsAndTheRoomIsClosedUntilItHasGone() {
        LayerRig rig = alone(100);
        rig.cast("x".repeat(60));
        rig.cast("y".repeat(60));
        rig.cast("z");
        assertThat(rig.below().casts()).hasSize(1);
        assertThat(rig.takeUp()).containsExactly("room for sends");
        rig.consume(0, 60);
        assertThat(rig.below().casts()).hasSize(1);
        credit(rig, 1, 60);
        assertThat(rig.below().casts()).hasSize(3);
        assertThat(rig.takeUp()).containsExactly("room true");
    }

    @Test
    void unorderedCastsTakeCreditLikeAllOthersAndWaitTheirTurn() {
        LayerRig rig = alone(10);
        rig.cast("12345678");
        rig.unordered("abc");
        rig.cast("d");
        assertThat(rig.below().log()).as("nothing overtakes").isEmpty();
        assertThat(rig.below().casts()).hasSize(1);
        credit(rig, 1, 8);
        rig.consume(0, 8);
        assertThat(rig.below().casts()).hasSize(3);
        assertThat(rig.below().log()).containsOnlyOnce("unordered");
    }

    @Test
    void slowestMemberCountsAndTheSenderItselfIsOneOfThem() {
        LayerRig rig = LayerRig.alone(0, 3, new Window(100, ASK_NANOS));
        rig.cast("x".repeat(100));
        rig.cast("y");
        credit(rig, 1, 100);
        credit(rig, 2, 50);
        assertThat(rig.below().casts()).hasSize(1);
        rig.consume(0, 50);
        assertThat(rig.below().casts()).hasSize(2);
    }

    @Test
    void packetLargerThanTheWindowGoesWhenNothingIsOutstanding() {
        LayerRig rig = alone(100);
        rig.cast("x".repeat(1_000));
        assertThat(rig.below().casts()).hasSize(1);
        rig.cast("y".repeat(1_000));
        rig.consume(0, 1_000);
        credit(rig, 1, 999);
        assertThat(rig.below().casts()).hasSize(1);
        credit(rig, 1, 1_000);
        assertThat(rig.below().casts()).hasSize(2);
    }

    @Test
    void sendsToOneMemberDoNotTakeTheRoomOfOthers() {
        LayerRig rig = LayerRig.alone(0, 3, new Window(100, ASK_NANOS));
        rig.send(1, "x".repeat(80));
        rig.send(2, "y".repeat(80));
        rig.send(1, "z".repeat(80));
        assertThat(rig.below().sends()).hasSize(2);
        assertThat(rig.takeUp()).containsExactly("room false");
        credit(rig, 2, 80);
        assertThat(rig.below().sends()).hasSize(2);
        credit(rig, 1, 80);
        assertThat(rig.below().sends()).hasSize(3);
        assertThat(rig.takeUp()).containsExactly("room true");
    }

    @Test
    void castsAndSendsShareTheWindowOfAMember() {
        LayerRig rig = alone(100);
        rig.send(1, "x".repeat(80));
        rig.cast("y".repeat(30));
        assertThat(rig.below().casts()).isEmpty();
        credit(rig, 1, 80);
        assertThat(rig.below().casts()).hasSize(1);
    }

    @Test
    void sendsCannotHoldUpACastForEver() {
        LayerRig rig = alone(100);
        rig.cast("x".repeat(90));
        rig.cast("y".repeat(90));
        rig.consume(0, 90);
        rig.send(1, "z".repeat(10));
        assertThat(rig.below().sends()).isEmpty();
        credit(rig, 1, 90);
        assertThat(rig.below().casts()).hasSize(2);
        assertThat(rig.below().sends()).hasSize(1);
    }

    @Test
    void sendsGoOnWhileCastsWaitForSomebodyElse() {
        LayerRig rig = LayerRig.alone(0, 3, new Window(100, ASK_NANOS));
        rig.cast("x".repeat(100));
        rig.cast("y".repeat(50));
        rig.consume(0, 100);
        credit(rig, 2, 100);
        assertThat(rig.takeUp()).containsExactly("room for sends");
        rig.send(2, "z".repeat(50));
        assertThat(rig.below().sends()).hasSize(1);
        rig.send(2, "z");
        assertThat(rig.below().sends()).as("the cast would not fit any more").hasSize(1);
        assertThat(rig.takeUp()).containsExactly("room false");
        credit(rig, 1, 100);
        assertThat(rig.below().casts()).hasSize(2);
        credit(rig, 2, 150);
        assertThat(rig.below().sends()).hasSize(2);
        assertThat(rig.takeUp()).containsExactly("room true");
    }

    /** As with the fragments of a large message. */
    @Test
    void aSendWaitsForOneOfManyCastsOnly() {
        LayerRig rig = alone(100);
        for (int i = 0; i < 10; i++) {
            rig.cast("x".repeat(50));
        }
        rig.send(1, "z".repeat(50));
        assertThat(rig.below().casts()).hasSize(2);
        rig.consume(0, 500);
        credit(rig, 1, 50);
        assertThat(rig.below().casts().size() + rig.below().sends().size()).isEqualTo(3);
        credit(rig, 1, 100);
        assertThat(rig.below().casts()).as("they take turns").hasSize(3);
        assertThat(rig.below().sends()).hasSize(1);
        assertThat(rig.takeUp()).containsExactly("room for sends", "room false", "room for sends");
    }

    @Test
    void blockSendsAllThatWaitsBeforeItPassesOn() {
        LayerRig rig = alone(10);
        rig.cast("x".repeat(10));
        rig.cast("y".repeat(10));
        rig.send(1, "z".repeat(10));
        rig.stack().block();
        assertThat(rig.below().casts()).hasSize(2);
        assertThat(rig.below().sends()).hasSize(1);
        assertThat(rig.below().log()).containsExactly("block");
    }

    @Test
    void whatWaitsForASuspectWaitsUntilTheViewEndsForItMayBeAliveAndComeAlong() {
        LayerRig rig = LayerRig.alone(0, 3, new Window(10, ASK_NANOS));
        rig.cast("x".repeat(10));
        rig.cast("y".repeat(10));
        rig.send(2, "z".repeat(10));
        rig.consume(0, 20);
        credit(rig, 1, 10);
        rig.below().suspectUp(2);
        assertThat(rig.below().casts()).hasSize(1);
        assertThat(rig.below().sends()).isEmpty();
        assertThat(rig.takeUp()).containsExactly("room for sends", "room false", "suspect {2}");
        rig.stack().block();
        assertThat(rig.below().casts()).hasSize(2);
        assertThat(rig.below().sends()).hasSize(1);
        assertThat(rig.up()).containsExactly("room true");
    }

    @Test
    void creditIsReportedAfterAQuarterOfTheWindow() {
        LayerRig rig = alone(100);
        rig.consume(1, 24);
        assertThat(rig.takeLocals()).isEmpty();
        rig.consume(1, 1);
        assertThat(rig.takeLocals()).containsExactly(creditBody(25));
        rig.consume(1, 25);
        assertThat(rig.takeLocals()).containsExactly(creditBody(50));
    }

    @Test
    void whoeverHoldsUpTheSenderIsAskedAgainUntilItAnswers() {
        LayerRig rig = LayerRig.alone(0, 3, new Window(100, ASK_NANOS));
        rig.cast("x".repeat(100));
        rig.cast("y".repeat(90));
        rig.consume(0, 100);
        credit(rig, 1, 100);
        rig.takeSent();
        for (int i = 0; i < 3; i++) {
            rig.advance(ASK_NANOS);
            List<LayerRig.Sent> frames = rig.takeSent();
            assertThat(frames).singleElement().satisfies(frame -> {
                assertThat(frame.to()).isEqualTo(2);
                assertThat(frame.body()).containsExactly(ASK);
            });
        }
        credit(rig, 2, 100);
        rig.takeSent();
        rig.advance(10 * ASK_NANOS);
        assertThat(rig.takeSent()).isEmpty();
    }

    @Test
    void questionIsAnsweredWithAllThatWasConsumed() {
        LayerRig rig = alone(100);
        rig.consume(1, 3);
        rig.receiveLocal(1, new byte[] {ASK});
        assertThat(rig.takeLocals()).containsExactly(creditBody(3));
    }

    @Test
    void lateCreditChangesNothing() {
        LayerRig rig = alone(100);
        rig.consume(0, 0);
        rig.cast("x".repeat(80));
        rig.consume(0, 80);
        credit(rig, 1, 80);
        credit(rig, 1, 20);
        rig.cast("y".repeat(90));
        assertThat(rig.below().casts()).hasSize(2);
    }

    @Test
    void creditForWhatWasNeverSentIsMalformed() {
        LayerRig rig = alone(100);
        rig.cast("x".repeat(10));
        for (long total : new long[] {11, Long.MIN_VALUE, Long.MAX_VALUE}) {
            credit(rig, 1, total);
        }
        rig.receiveLocal(1, new byte[] {});
        rig.receiveLocal(1, new byte[] {2});
        rig.receiveLocal(1, new byte[] {ASK, 0});
        rig.receiveLocal(1, new byte[] {CREDIT, 0, 0, 0, 0, 0, 0, 0});
        assertThat(rig.count("bottom.malformed")).isEqualTo(7);
    }

    @Test
    void whatEarlierViewsLeftCountsUntilItIsConsumed() {
        LayerRig rig = alone(100);
        rig.stack().carry(new long[] {0, 0}, new long[] {0, 70});
        rig.cast("x".repeat(40));
        assertThat(rig.below().casts()).isEmpty();
        assertThat(rig.takeLocals()).as("asked at once").containsExactly(new byte[] {ASK});
        credit(rig, 1, -60);
        assertThat(rig.below().casts()).hasSize(1);
        assertThat(rig.takeUp()).containsExactly("room for sends", "room true");
        rig.cast("y".repeat(60));
        rig.consume(0, 40);
        credit(rig, 1, -1);
        assertThat(rig.below().casts()).hasSize(1);
        credit(rig, 1, 0);
        assertThat(rig.below().casts()).hasSize(2);
    }

    @Test
    void ownApplicationsBacklogCountsToo() {
        LayerRig rig = alone(100);
        rig.stack().carry(new long[] {70, 0}, new long[] {0, 0});
        rig.cast("x".repeat(40));
        assertThat(rig.below().casts()).isEmpty();
        rig.consume(0, 10);
        assertThat(rig.below().casts()).hasSize(1);
    }

    @Test
    void nothingIsTakenWhileEarlierViewsFillTheWindow() {
        LayerRig rig = alone(100);
        rig.stack().carry(new long[] {0, 0}, new long[] {0, 101});
        assertThat(rig.takeUp()).containsExactly("room false");
        for (int i = 0; i < 3; i++) {
            assertThat(rig.takeLocals()).containsExactly(new byte[] {ASK});
            rig.advance(ASK_NANOS);
        }
        credit(rig, 1, -99);
        assertThat(rig.takeUp()).containsExactly("room true");
    }

    @Test
    void backlogThatOnlyTheReceiverKnowsOfCountsOnceItHasTold() {
        LayerRig rig = alone(100);
        rig.cast("x".repeat(50));
        rig.consume(0, 50);
        credit(rig, 1, -70);
        rig.cast("y".repeat(50));
        credit(rig, 1, -71);
        credit(rig, 1, -1);
        assertThat(rig.below().casts()).hasSize(1);
        credit(rig, 1, 0);
        assertThat(rig.below().casts()).hasSize(2);
    }

    @Test
    void creditBeginsBelowZeroByWhatTheApplicationHasLeft() {
        LayerRig rig = alone(100);
        rig.stack().carry(new long[] {0, 80}, new long[] {0, 0});
        assertThat(rig.takeLocals()).as("told at once").containsExactly(creditBody(-80));
        rig.receiveLocal(1, new byte[] {ASK});
        rig.consume(1, 30);
        assertThat(rig.takeLocals()).containsExactly(creditBody(-80), creditBody(-50));
    }

    @Test
    void retirementTellsWhatIsOutstanding() {
        LayerRig rig = LayerRig.alone(0, 3, new Window(100, ASK_NANOS));
        rig.cast("x".repeat(40));
        rig.send(2, "y".repeat(10));
        rig.consume(0, 40);
        credit(rig, 1, 30);
        rig.up().clear();
        rig.stack().retire();
        assertThat(rig.up()).containsExactly("outstanding [0, 10, 50]");
    }

    @Test
    void retiredLayerAsksNoMore() {
        LayerRig rig = alone(10);
        rig.cast("x".repeat(10));
        rig.cast("y".repeat(10));
        rig.stack().retire();
        rig.takeSent();
        rig.advance(10 * ASK_NANOS);
        assertThat(rig.takeSent()).isEmpty();
        assertThat(rig.below().log()).containsExactly("retire");
    }

    @Test
    void windowIsNeverExceededAndNeverStuckThoughCreditIsLost() {
        for (int seed = 0; seed < 60; seed++) {
            run(seed);
        }
    }

    /** Every member casts and sends, every application consumes when it likes; half of the windows' own messages are lost. */
    private static void run(int seed) {
        int size = 3;
        long windowBytes = 200;
        RigNet net = RigNet.echoing(size, seed, rank -> List.of(new Window(windowBytes, ASK_NANOS)));
        net.fate((from, to, frame, chance) ->
                frame.kind() == Frame.LOCAL && chance.nextInt(2) == 0 ? new long[0] : new long[] {RigNet.DELAY_NANOS});
        Random random = net.random();
        List<Application> applications = new ArrayList<>();
        for (LayerRig rig : net.rigs()) {
            applications.add(new Application(rig, size));
        }
        long[][] sent = new long[size][size];
        for (int step = 0; step < 400; step++) {
            int from = random.nextInt(size);
            int to = (from + 1 + random.nextInt(size - 1)) % size;
            String body = "x".repeat(1 + random.nextInt(60));
            if (applications.get(from).open && random.nextBoolean()) {
                net.rig(from).cast(body);
                for (int member = 0; member < size; member++) {
                    sent[member][from] += body.length();
                }
            } else if (applications.get(from).open) {
                net.rig(from).send(to, body);
                sent[to][from] += body.length();
            }
            net.advance(random.nextInt(2_000_000));
            applications.forEach(application -> application.work(random, windowBytes));
        }
        for (int round = 0; round < 200; round++) {
            net.advance(ASK_NANOS);
            applications.forEach(application -> application.work(random, windowBytes));
        }
        for (int member = 0; member < size; member++) {
            assertThat(applications.get(member).consumed).as("seed %d", seed).isEqualTo(sent[member]);
        }
    }

    /** What one member's application has got and consumed, by origin. */
    private static final class Application {
        private final LayerRig rig;
        private final long[] arrived;
        private final long[] consumed;
        private boolean open = true;

        Application(LayerRig rig, int size) {
            this.rig = rig;
            this.arrived = new long[size];
            this.consumed = new long[size];
        }

        void work(Random random, long windowBytes) {
            note();
            for (int origin = 0; origin < arrived.length; origin++) {
                long waiting = arrived[origin] - consumed[origin];
                assertThat(waiting).isLessThanOrEqualTo(windowBytes);
                if (waiting > 0 && random.nextInt(3) == 0) {
                    long bytes = 1 + random.nextLong(waiting);
                    consumed[origin] += bytes;
                    rig.consume(origin, bytes);
                }
            }
            note();
        }

        private void note() {
            for (String line : rig.takeUp()) {
                if (line.startsWith("room")) {
                    open = line.endsWith("true");
                } else if (!line.startsWith("present")) {
                    arrived[line.charAt(5) - '0'] += line.length() - "cast 0 ".length();
                }
            }
        }
    }

    @Test
    void messageLargerThanTheWindowGetsThroughWithFragmentation() {
        RigNet net = RigNet.echoing(2, 1, rank -> List.of(new Frag(100, 100_000), new Window(1_000, ASK_NANOS)));
        for (int message = 1; message <= 3; message++) {
            net.rig(0).cast("x".repeat(50_000));
            net.advance(100 * ASK_NANOS);
            assertThat(net.rig(1).delivered()).hasSize(message);
            assertThat(net.rig(0).delivered()).hasSize(message);
            net.rig(0).consume(0, 50_000);
            net.rig(1).consume(0, 50_000);
        }
        net.advance(100 * ASK_NANOS);
        assertThat(net.rig(0).up()).endsWith("room true");
    }

    @Test
    void applicationThatStopsConsumingStopsTheSenderOfLargeMessages() {
        RigNet net = RigNet.echoing(2, 1, rank -> List.of(new Frag(100, 100_000), new Window(1_000, ASK_NANOS)));
        for (int message = 0; message < 5; message++) {
            net.rig(0).cast("x".repeat(50_000));
        }
        net.rig(0).consume(0, 250_000);
        net.advance(100 * ASK_NANOS);
        int arrived =
                net.rig(0).below().casts().stream().mapToInt(Packet::length).sum();
        assertThat(net.rig(1).delivered()).hasSize(1);
        assertThat(arrived).isLessThanOrEqualTo(50_000 + 500 + 1_000);
    }

    @Test
    void garbageNeverGetsOut() {
        LayerRig rig = LayerRig.alone(0, 3, new Window(100, ASK_NANOS));
        rig.cast("x".repeat(50));
        Garbage garbage = new Garbage(rig, 3, 9);
        garbage.feed(20_000);
        garbage.spoil(20_000, Frame.LOCAL, List.of(creditBody(20), new byte[] {ASK}));
        rig.cast("y".repeat(100));
        credit(rig, 1, 50);
        credit(rig, 2, 50);
        rig.consume(0, 50);
        assertThat(rig.below().casts()).hasSize(2);
    }

    private static LayerRig alone(long windowBytes) {
        return LayerRig.alone(0, 2, new Window(windowBytes, ASK_NANOS));
    }

    private static void credit(LayerRig rig, int origin, long totalBytes) {
        rig.receiveLocal(origin, creditBody(totalBytes));
        rig.up().remove("present " + origin);
    }

    private static byte[] creditBody(long totalBytes) {
        return new WireWriter().putByte(CREDIT).putLong(totalBytes).toPacket().toBytes();
    }
}
