package dev.tutti.layer.reliable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.WireWriter;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StableTest {
    private static final long STABILITY_BYTES = 100;
    private static final long INTERVAL_NANOS = 50_000_000;
    private static final int TELL = 0;
    private static final int ASK = 1;

    @Test
    void rowIsToldAfterTheIntervalWhenACastHasCome() {
        LayerRig rig = alone(2);
        rig.below().answerAsk(0, 1);
        rig.below().castUp(1, Packet.of(new byte[3]));
        assertThat(rig.takeLocals()).isEmpty();
        rig.advance(INTERVAL_NANOS);
        assertThat(rig.takeSent()).singleElement().satisfies(frame -> {
            assertThat(frame.to()).isEqualTo(LayerRig.ALL);
            assertThat(frame.body()).isEqualTo(row(TELL, 0, 1));
        });
    }

    @Test
    void rowIsToldAtOnceWhenEnoughBytesHaveCome() {
        LayerRig rig = alone(2);
        rig.below().answerAsk(0, 2);
        rig.below().castUp(1, Packet.of(new byte[60]));
        rig.below().castUp(1, Packet.of(new byte[60]));
        rig.advance(0);
        assertThat(rig.takeLocals()).containsExactly(row(TELL, 0, 2));
        rig.below().answerAsk(0, 3);
        rig.below().castUp(1, Packet.of(new byte[60]));
        rig.advance(INTERVAL_NANOS - 1);
        assertThat(rig.takeLocals()).isEmpty();
        rig.advance(1);
        assertThat(rig.takeLocals()).containsExactly(row(TELL, 0, 3));
    }

    @Test
    void leastOfAColumnIsStableAndTheMostIsKnown() {
        LayerRig rig = alone(3);
        rig.below().answerAsk(9, 4, 2);
        rig.receiveLocal(1, row(TELL, 5, 6, 0));
        assertThat(rig.below().take()).containsExactly("known [9, 6, 2]");
        rig.receiveLocal(2, row(TELL, 7, 1, 3));
        assertThat(rig.below().take()).containsExactly("stable [5, 1, 0]", "known [9, 6, 3]");
        rig.receiveLocal(1, row(TELL, 8, 6, 1));
        assertThat(rig.below().take()).containsExactly("stable [7, 1, 1]");
    }

    @Test
    void whatOneMemberFoundStableIsStableForAllWhoHearOfIt() {
        LayerRig rig = alone(3);
        rig.below().answerAsk(9, 4, 2);
        // Nothing comes from member 2.
        rig.receiveLocal(1, row(TELL, new long[] {8, 6, 1}, new long[] {7, 3, 1}));
        assertThat(rig.below().take()).containsExactly("stable [7, 3, 1]", "known [9, 6, 2]");
        rig.receiveLocal(1, row(ASK, new long[] {8, 6, 1}, new long[] {7, 3, 1}));
        assertThat(rig.takeLocals()).containsExactly(row(TELL, new long[] {9, 4, 2}, new long[] {7, 3, 1}));
        rig.receiveLocal(2, row(TELL, 9, 3, 2));
        assertThat(rig.below().take()).containsExactly("stable [8, 3, 1]");
    }

    @Test
    void lateRowChangesNothing() {
        LayerRig rig = alone(2);
        rig.below().answerAsk(9, 4);
        rig.receiveLocal(1, row(TELL, 5, 6));
        rig.below().take();
        rig.receiveLocal(1, row(TELL, 3, 2));
        assertThat(rig.below().take()).isEmpty();
    }

    @Test
    void singleMemberHoldsWhatAllHold() {
        LayerRig rig = LayerRig.alone(0, 1, new Stable(STABILITY_BYTES, INTERVAL_NANOS));
        rig.below().answerAsk(3);
        rig.below().castUp(0, Packet.of(new byte[3]));
        rig.advance(INTERVAL_NANOS);
        assertThat(rig.below().take()).containsExactly("stable [3]");
    }

    @Test
    void memberThatIsBehindIsAskedMoreAndMoreSlowly() {
        LayerRig rig = alone(3);
        rig.below().answerAsk(1, 0, 0);
        rig.below().castUp(0, Packet.of(new byte[3]));
        rig.advance(INTERVAL_NANOS);
        rig.receiveLocal(1, row(TELL, 1, 0, 0));
        rig.takeSent();
        rig.advance(40 * INTERVAL_NANOS);
        List<LayerRig.Sent> questions = rig.takeSent();
        assertThat(questions).hasSizeBetween(4, 6).allSatisfy(frame -> {
            assertThat(frame.to()).isEqualTo(2);
            assertThat(frame.body()).isEqualTo(row(ASK, 1, 0, 0));
        });
    }

    @Test
    void nobodySpeaksWhenAllHoldTheSame() {
        LayerRig rig = alone(2);
        rig.below().answerAsk(1, 0);
        rig.below().castUp(0, Packet.of(new byte[3]));
        rig.advance(INTERVAL_NANOS);
        rig.receiveLocal(1, row(TELL, 1, 0));
        rig.takeSent();
        rig.advance(100 * INTERVAL_NANOS);
        assertThat(rig.takeSent()).isEmpty();
    }

    @Test
    void questionIsAnsweredToWhoeverAsked() {
        LayerRig rig = alone(2);
        rig.below().answerAsk(5, 2);
        rig.receiveLocal(1, row(ASK, 5, 2));
        assertThat(rig.takeSent()).singleElement().satisfies(frame -> {
            assertThat(frame.to()).isEqualTo(1);
            assertThat(frame.body()).isEqualTo(row(TELL, new long[] {5, 2}, new long[] {5, 2}));
        });
    }

    @Test
    void suspectsAreNotAskedButStillCount() {
        LayerRig rig = alone(3);
        BitSet failed = new BitSet();
        failed.set(2);
        rig.above().failed(failed);
        rig.below().answerAsk(1, 0, 0);
        rig.below().castUp(0, Packet.of(new byte[3]));
        rig.receiveLocal(1, row(TELL, 1, 0, 0));
        rig.advance(INTERVAL_NANOS);
        rig.takeSent();
        rig.advance(100 * INTERVAL_NANOS);
        assertThat(rig.takeSent()).isEmpty();
        assertThat(rig.below().take()).containsExactly("failed {2}");
    }

    @Test
    void everybodyLearnsOfTheLastCastThoughMostRowsAreLost() {
        for (int seed = 0; seed < 100; seed++) {
            int size = 4;
            RigNet net = RigNet.of(size, seed, rank -> List.of(new Stable(STABILITY_BYTES, INTERVAL_NANOS)));
            net.fate(RigNet.lossy(0.6, 0.2, INTERVAL_NANOS));
            for (LayerRig rig : net.rigs()) {
                rig.below().answerAsk(0, 0, 0, 0);
            }
            // Only the sender has the last cast; the others have to learn of it.
            net.rig(0).below().answerAsk(1, 0, 0, 0);
            net.rig(0).below().castUp(0, Packet.of(new byte[1]));
            for (int round = 0; round < 2_000; round++) {
                net.advance(INTERVAL_NANOS);
                for (int rank = 1; rank < size; rank++) {
                    LayerRig rig = net.rig(rank);
                    if (rig.below().log().contains("known [1, 0, 0, 0]")
                            && rig.delivered().isEmpty()) {
                        rig.below().answerAsk(1, 0, 0, 0);
                        rig.below().castUp(0, Packet.of(new byte[1]));
                    }
                }
            }
            for (LayerRig rig : net.rigs()) {
                assertThat(rig.below().log()).as("seed %d", seed).contains("stable [1, 0, 0, 0]");
            }
            assertThat(net.pending()).as("silent at the end, seed %d", seed).isZero();
        }
    }

    @Test
    void retiredLayerOnlyAnswers() {
        LayerRig rig = alone(2);
        rig.below().answerAsk(1, 0);
        rig.below().castUp(0, Packet.of(new byte[3]));
        rig.stack().retire();
        rig.advance(100 * INTERVAL_NANOS);
        assertThat(rig.takeSent()).isEmpty();
        rig.receiveLocal(1, row(ASK, 0, 0));
        assertThat(rig.takeLocals()).containsExactly(row(TELL, 1, 0));
    }

    @Test
    void rowsThatMakeNoSenseAreMalformed() {
        LayerRig rig = alone(2);
        rig.below().answerAsk(5, 5);
        byte[][] bodies = {
            {},
            row(TELL, 1),
            row(TELL, 1, 1, 1),
            row(2, 1, 1),
            row(TELL, 6, 0),
            // Held, and of these not stable: more than is held; and fewer, so that more would be stable than is held
            // here.
            {TELL, 3, 4, 0, 0},
            {TELL, 0, 0, 7, 1},
            {TELL, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0},
        };
        for (byte[] body : bodies) {
            rig.receiveLocal(1, body);
        }
        assertThat(rig.count("bottom.malformed")).isEqualTo(bodies.length);
        // Only what this member holds itself was learnt.
        assertThat(rig.below().take()).isEmpty();
    }

    @Test
    void garbageNeverGetsOut() {
        LayerRig rig = alone(3);
        rig.below().answerAsk(5, 5, 5);
        Garbage garbage = new Garbage(rig, 3, 8);
        garbage.feed(10_000);
        garbage.spoil(10_000, Frame.LOCAL, List.of(row(TELL, 1, 2, 3), row(ASK, 5, 5, 5)));
        rig.advance(100 * INTERVAL_NANOS);
        assertThat(rig.below().log().stream().filter(line -> line.startsWith("stable")))
                .allSatisfy(line -> assertThat(numbers(line)).allMatch(stable -> stable >= 0 && stable <= 5));
    }

    private static List<Long> numbers(String line) {
        return Arrays.stream(line.replaceAll("[^0-9,-]", "").split(",", -1))
                .map(Long::valueOf)
                .toList();
    }

    private static LayerRig alone(int size) {
        return LayerRig.alone(0, size, new Stable(STABILITY_BYTES, INTERVAL_NANOS));
    }

    private static byte[] row(int kind, long... held) {
        return row(kind, held, new long[held.length]);
    }

    private static byte[] row(int kind, long[] held, long[] stable) {
        WireWriter writer = new WireWriter().putByte(kind);
        for (int rank = 0; rank < held.length; rank++) {
            writer.putNumber(held[rank]).putNumber(held[rank] - stable[rank]);
        }
        return writer.toPacket().toBytes();
    }
}
