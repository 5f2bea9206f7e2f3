package dev.tutti.layer.reliable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Settlement;
import dev.tutti.kernel.WireWriter;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Pt2ptTest {
    private static final long RESEND_NANOS = 50_000_000;
    private static final long ACK_DELAY_NANOS = 10_000_000;
    private static final long ACK_BYTES = 1_000;
    private static final int REORDER_PACKETS = 32;
    private static final int ACK = 1;
    private static final int NAK = 2;

    @Test
    void sendsAreNumberedFromOneForEachReceiver() {
        LayerRig rig = alone(3);
        rig.send(1, "a");
        rig.send(2, "b");
        rig.send(1, "c");
        assertThat(rig.below().sends())
                .extracting(Packet::toBytes)
                .containsExactly(data(1, 0, "a"), data(1, 0, "b"), data(2, 0, "c"));
    }

    @Test
    void everythingArrivesOnceAndInOrderWhateverTheNetworkDoes() {
        for (int seed = 0; seed < 150; seed++) {
            Random shape = new Random(seed);
            RigNet net = net(3, seed);
            net.fate(RigNet.lossy(
                    shape.nextDouble() * 0.4, shape.nextDouble() * 0.3, 1 + shape.nextLong(3 * RESEND_NANOS)));
            List<List<List<String>>> expected = exchange(net, shape.nextInt(120), shape.nextLong(5_000_000));
            net.advance(400 * RESEND_NANOS);
            net.heal();
            net.advance(400 * RESEND_NANOS);
            for (int to = 0; to < 3; to++) {
                for (int from = 0; from < 3; from++) {
                    String start = "send " + from;
                    assertThat(net.rig(to).delivered().stream().filter(line -> line.startsWith(start)))
                            .as("seed %d, %d to %d", seed, from, to)
                            .containsExactlyElementsOf(expected.get(to).get(from));
                }
            }
            assertThat(net.pending()).as("all timers end, seed %d", seed).isZero();
        }
    }

    /** Random sends between all members; gives the lines to expect, by receiver and sender. */
    private static List<List<List<String>>> exchange(RigNet net, int sends, long gapNanos) {
        int size = net.rigs().size();
        List<List<List<String>>> expected = new ArrayList<>();
        for (int to = 0; to < size; to++) {
            expected.add(List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        }
        for (int i = 0; i < sends; i++) {
            int from = net.random().nextInt(size);
            int to = (from + 1 + net.random().nextInt(size - 1)) % size;
            String body = "m" + i + "x".repeat(net.random().nextInt(200));
            net.rig(from).send(to, body);
            expected.get(to).get(from).add("send " + from + " " + body);
            net.advance(gapNanos);
        }
        return expected;
    }

    @Test
    void lastSendIsRepeatedWithNoLaterTraffic() {
        RigNet net = net(2, 1);
        net.fate((from, to, frame, chance) -> new long[0]);
        net.rig(0).send(1, "last");
        net.heal();
        net.advance(2 * RESEND_NANOS);
        assertThat(net.rig(1).delivered()).containsExactly("send 0 last");
        net.advance(2 * RESEND_NANOS);
        assertThat(net.pending()).isZero();
    }

    @Test
    void longBurstThatWasLostIsRepairedWithinAFewRounds() {
        RigNet net = net(2, 1);
        net.fate((from, to, frame, chance) -> new long[0]);
        for (int i = 0; i < 200; i++) {
            net.rig(0).send(1, "m" + i);
        }
        net.heal();
        net.advance(40 * RESEND_NANOS);
        assertThat(net.rig(1).delivered()).hasSize(200);
    }

    @Test
    void manyGapsWhoseRequestsWereLostAreRepairedWithinAFewRounds() {
        RigNet net = RigNet.of(2, 1, rank -> List.of(new Pt2pt(RESEND_NANOS, ACK_DELAY_NANOS, ACK_BYTES, 4_096)));
        int[] frames = {0};
        net.fate((from, to, frame, chance) ->
                from == 1 || frames[0]++ % 10 == 0 ? new long[0] : new long[] {RigNet.DELAY_NANOS});
        for (int i = 0; i < 600; i++) {
            net.rig(0).send(1, "m" + i);
        }
        net.advance(2 * RigNet.DELAY_NANOS);
        net.heal();
        net.advance(4 * RESEND_NANOS);
        assertThat(net.rig(1).delivered()).hasSize(600);
        net.advance(4 * RESEND_NANOS);
        assertThat(net.pending()).as("all timers end").isZero();
    }

    @Test
    void askingAgainSlowsDownWhileNothingComes() {
        LayerRig rig = alone(2);
        rig.receiveSend(1, data(1, 0, "a"));
        rig.receiveSend(1, data(3, 0, "c"));
        rig.receiveSend(1, data(6, 0, "f"));
        assertThat(rig.takeLocals()).containsExactly(nak(1, 2, 2), nak(1, 4, 5));
        rig.advance(2 * RESEND_NANOS);
        assertThat(rig.takeLocals()).containsExactly(nak(1, 2, 2), nak(1, 4, 5));
        rig.advance(30 * RESEND_NANOS);
        assertThat(rig.takeLocals()).hasSize(2 * 4);
        rig.receiveSend(1, data(2, 0, "b"));
        rig.takeSent();
        rig.advance(RESEND_NANOS);
        assertThat(rig.takeLocals()).contains(nak(3, 4, 5)).doesNotContain(nak(3, 2, 2));
    }

    @Test
    void gapIsAskedForAtOnceAndOnlyOnceForNow() {
        LayerRig rig = alone(2);
        rig.receiveSend(1, data(1, 0, "a"));
        rig.receiveSend(1, data(4, 0, "d"));
        rig.receiveSend(1, data(3, 0, "c"));
        assertThat(rig.takeLocals()).containsExactly(nak(1, 2, 3));
        rig.receiveSend(1, data(7, 0, "g"));
        assertThat(rig.takeLocals()).containsExactly(nak(1, 5, 6));
        assertThat(rig.delivered()).containsExactly("send 1 a");
        rig.receiveSend(1, data(2, 0, "b"));
        assertThat(rig.delivered()).containsExactly("send 1 a", "send 1 b", "send 1 c", "send 1 d");
    }

    @Test
    void repeatedEarlySendMakesTheReceiverAskAgain() {
        LayerRig rig = alone(2);
        rig.receiveSend(1, data(3, 0, "c"));
        rig.takeSent();
        rig.receiveSend(1, data(3, 0, "c"));
        assertThat(rig.takeLocals()).containsExactly(nak(0, 1, 2));
    }

    @Test
    void whatIsAskedForIsSentAgain() {
        LayerRig rig = alone(2);
        rig.send(1, "a");
        rig.send(1, "b");
        rig.send(1, "c");
        rig.below().sends().clear();
        rig.receiveLocal(1, nak(1, 1, 2));
        assertThat(rig.below().sends()).extracting(Packet::toBytes).containsExactly(data(2, 0, "b"));
    }

    @Test
    void ownerIsToldWhenNothingIsUnacknowledgedAnyMore() {
        LayerRig rig = alone(3);
        rig.send(1, "a");
        rig.send(1, "b");
        rig.send(2, "c");
        rig.receiveLocal(1, ack(1));
        rig.receiveLocal(2, ack(1));
        assertThat(rig.up()).doesNotContain("acknowledged");
        rig.receiveLocal(1, ack(2));
        rig.receiveLocal(1, ack(2));
        assertThat(rig.up()).containsOnlyOnce("acknowledged");
    }

    @Test
    void sendsTooFarAheadAreDroppedAndCounted() {
        LayerRig rig = alone(2);
        rig.receiveSend(1, data(REORDER_PACKETS + 1, 0, "far"));
        rig.receiveSend(1, data(Long.MAX_VALUE, 0, "farther"));
        assertThat(rig.count("pt2pt.beyond")).isEqualTo(2);
        for (int seq = 1; seq <= REORDER_PACKETS; seq++) {
            rig.receiveSend(1, data(seq, 0, "m"));
        }
        assertThat(rig.delivered()).hasSize(REORDER_PACKETS);
    }

    @Test
    void acknowledgementWaitsForASendThatTakesItAlong() {
        LayerRig rig = alone(2);
        rig.receiveSend(1, data(1, 0, "question"));
        rig.send(1, "answer");
        assertThat(rig.below().sends()).extracting(Packet::toBytes).containsExactly(data(1, 1, "answer"));
        rig.receiveLocal(1, ack(1));
        rig.takeSent();
        rig.advance(10 * RESEND_NANOS);
        assertThat(rig.takeSent()).isEmpty();
    }

    @Test
    void acknowledgementGoesByItselfAfterSomeTimeOrManyBytes() {
        LayerRig rig = alone(2);
        rig.receiveSend(1, data(1, 0, "a"));
        assertThat(rig.takeLocals()).isEmpty();
        rig.advance(ACK_DELAY_NANOS);
        assertThat(rig.takeLocals()).containsExactly(ack(1));
        rig.receiveSend(1, data(2, 0, "x".repeat((int) ACK_BYTES)));
        assertThat(rig.takeLocals()).containsExactly(ack(2));
    }

    @Test
    void lostAcknowledgementIsRepeatedWhenTheSendComesAgain() {
        LayerRig rig = alone(2);
        rig.receiveSend(1, data(1, 0, "a"));
        rig.advance(ACK_DELAY_NANOS);
        rig.takeSent();
        rig.receiveSend(1, data(1, 0, "a"));
        rig.advance(ACK_DELAY_NANOS);
        assertThat(rig.takeLocals()).containsExactly(ack(1));
        assertThat(rig.delivered()).containsExactly("send 1 a");
        assertThat(rig.count("pt2pt.duplicates")).isEqualTo(1);
    }

    @Test
    void repeatingSlowsDownWhileNothingComesBack() {
        LayerRig rig = alone(2);
        rig.send(1, "a");
        rig.advance(15 * RESEND_NANOS);
        assertThat(rig.below().sends()).hasSize(1 + 4);
    }

    @Test
    void cutSaysWhatWasSentToWhom() {
        LayerRig rig = alone(3);
        rig.send(1, "a");
        rig.send(2, "b");
        rig.send(1, "c");
        rig.below().answerBlock(new Cut(new long[] {7, 8, 9}, new long[3]));
        rig.stack().block();
        assertThat(rig.up()).containsExactly("cut held [7, 8, 9] sent [0, 2, 1]");
    }

    @Test
    void viewEndsOnlyWhenEverythingOwedIsHere() {
        LayerRig rig = alone(3);
        rig.receiveSend(1, data(1, 0, "a"));
        rig.takeUp();
        rig.above().settle(settlement(0, 2, 1));
        rig.below().settledUp();
        rig.receiveSend(1, data(2, 0, "b"));
        assertThat(rig.delivered()).containsExactly("send 1 b");
        rig.receiveSend(2, data(1, 0, "c"));
        assertThat(rig.up()).containsExactly("send 1 b", "present 2", "send 2 c", "settled");
        assertThat(rig.below().log()).containsExactly("settle [0, 0, 0] owed [0, 2, 1]");
    }

    @Test
    void nothingBeyondWhatIsOwedIsDeliveredOrAcknowledged() {
        LayerRig rig = alone(2);
        rig.receiveSend(1, data(2, 0, "early"));
        rig.above().settle(settlement(0, 1));
        rig.below().settledUp();
        rig.receiveSend(1, data(1, 0, "owed"));
        rig.receiveSend(1, data(2, 0, "early"));
        rig.takeSent();
        rig.advance(10 * ACK_DELAY_NANOS);
        assertThat(rig.delivered()).containsExactly("send 1 owed");
        assertThat(rig.takeLocals()).containsExactly(ack(1));
    }

    @Test
    void settledPassesOnceAndAtOnceWhenNothingIsOwed() {
        LayerRig rig = alone(2);
        rig.above().settle(settlement(0, 0));
        rig.below().settledUp();
        assertThat(rig.takeUp()).containsExactly("settled");
    }

    @Test
    void agreementIsVoidWhenTheNextChangeBegins() {
        LayerRig rig = alone(2);
        rig.above().settle(settlement(0, 0));
        rig.below().cutUp(new Cut(new long[2], new long[2]));
        rig.receiveSend(1, data(1, 0, "a"));
        assertThat(rig.delivered()).containsExactly("send 1 a");
    }

    @Test
    void retiredLayerStillRepeatsAndAcknowledges() {
        LayerRig rig = alone(2);
        rig.send(1, "a");
        rig.receiveSend(1, data(1, 0, "b"));
        rig.takeSent();
        rig.stack().retire();
        rig.advance(RESEND_NANOS);
        assertThat(rig.takeLocals()).containsExactly(ack(1));
        assertThat(rig.below().sends()).hasSize(2);
    }

    @Test
    void numbersThatMakeNoSenseAreMalformed() {
        LayerRig rig = alone(2);
        rig.send(1, "a");
        byte[][] sends = {{}, data(0, 0, "x"), data(-1, 0, "x"), data(1, 2, "x"), data(1, -1, "x")};
        byte[][] locals = {
            {}, {0}, {9}, ack(2), ack(-1), nak(0, 0, 1), nak(0, 1, 0), nak(0, 1, 2), nak(2, 1, 1), new byte[10]
        };
        for (byte[] send : sends) {
            rig.receiveSend(1, send);
        }
        for (byte[] local : locals) {
            rig.receiveLocal(1, local);
        }
        assertThat(rig.count("bottom.malformed")).isEqualTo(sends.length + locals.length);
        assertThat(rig.delivered()).isEmpty();
    }

    @Test
    void garbageNeverGetsOut() {
        LayerRig rig = alone(3);
        for (int i = 0; i < 10; i++) {
            rig.send(1, "m" + i);
        }
        Garbage garbage = new Garbage(rig, 3, 4);
        garbage.feed(10_000);
        garbage.spoil(10_000, Frame.SEND, List.of(data(1, 0, "a"), data(3, 1, "b"), data(200, 2, "c")));
        garbage.spoil(10_000, Frame.LOCAL, List.of(ack(0), nak(0, 1, 5)));
        rig.advance(100 * RESEND_NANOS);
        assertThat(rig.count("bottom.malformed")).isPositive();
    }

    private static LayerRig alone(int size) {
        return LayerRig.alone(0, size, layer());
    }

    private static RigNet net(int size, long seed) {
        return RigNet.of(size, seed, rank -> List.of(layer()));
    }

    private static Pt2pt layer() {
        return new Pt2pt(RESEND_NANOS, ACK_DELAY_NANOS, ACK_BYTES, REORDER_PACKETS);
    }

    private static Settlement settlement(long... owed) {
        return new Settlement(new long[owed.length], new Cut[owed.length], owed);
    }

    private static byte[] data(long seq, long ack, String body) {
        byte[] text = body.getBytes(StandardCharsets.ISO_8859_1);
        return new WireWriter()
                .putLong(seq)
                .putLong(ack)
                .putPacket(Packet.of(text))
                .toPacket()
                .toBytes();
    }

    private static byte[] ack(long upTo) {
        return new WireWriter().putByte(ACK).putLong(upTo).toPacket().toBytes();
    }

    private static byte[] nak(long ack, long first, long last) {
        return new WireWriter()
                .putByte(NAK)
                .putLong(ack)
                .putLong(first)
                .putLong(last)
                .toPacket()
                .toBytes();
    }
}
