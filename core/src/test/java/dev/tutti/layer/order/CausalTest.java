package dev.tutti.layer.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CausalTest {
    private static final int BODY_BYTES = 1_000;

    private static Causal causal() {
        return new Causal(true, false, BODY_BYTES);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A packet as a sender's layer makes it: for each pair a rank and how many more of its casts were delivered. */
    private static byte[] packet(int flags, String body, int... pairs) {
        Packet packet = Packet.of(bytes(body));
        for (int i = pairs.length - 2; i >= 0; i -= 2) {
            packet.pushVarint(pairs[i + 1]);
            packet.pushVarint(pairs[i]);
        }
        packet.pushVarint(((pairs.length / 2) << 2) | flags);
        return packet.toBytes();
    }

    @Test
    void whereOneAloneTalksNothingIsSaidButOneByte() {
        LayerRig rig = LayerRig.echoing(0, 3, causal());
        rig.cast("a");
        rig.cast("b");
        assertThat(rig.below().casts()).extracting(Packet::length).containsExactly(2, 2);
        assertThat(rig.delivered()).containsExactly("cast 0 a", "cast 0 b");
    }

    @Test
    void onlyWhatChangedIsSaid() {
        LayerRig rig = LayerRig.echoing(0, 3, causal());
        rig.receiveCast(1, packet(0, "x"));
        rig.receiveCast(1, packet(0, "y"));
        rig.cast("a");
        rig.cast("b");
        assertThat(rig.below().casts())
                .extracting(Packet::toBytes)
                .containsExactly(packet(0, "a", 1, 2), packet(0, "b"));
    }

    @Test
    void withoutCompressionAllIsSaidEachTime() {
        LayerRig rig = LayerRig.echoing(0, 3, new Causal(false, false, BODY_BYTES));
        rig.receiveCast(1, packet(0, "x"));
        rig.cast("a");
        rig.receiveCast(2, packet(0, "y"));
        rig.cast("b");
        assertThat(rig.below().casts())
                .extracting(Packet::toBytes)
                .containsExactly(packet(2, "a", 1, 1), packet(2, "b", 2, 1, 1, 1));
    }

    @Test
    void aCastWaitsForWhatItsSenderHadDelivered() {
        LayerRig rig = LayerRig.echoing(2, 3, causal());
        rig.receiveCast(1, packet(0, "answer", 0, 2));
        rig.receiveCast(1, packet(0, "more"));
        assertThat(rig.delivered()).isEmpty();
        rig.receiveCast(0, packet(0, "first"));
        assertThat(rig.delivered()).containsExactly("cast 0 first");
        rig.receiveCast(0, packet(0, "question"));
        assertThat(rig.delivered()).containsExactly("cast 0 first", "cast 0 question", "cast 1 answer", "cast 1 more");
    }

    @Test
    void chainsOverSeveralMembersAreFollowed() {
        LayerRig rig = LayerRig.echoing(3, 4, causal());
        rig.receiveCast(2, packet(0, "third", 1, 1));
        rig.receiveCast(1, packet(0, "second", 0, 1));
        rig.receiveCast(0, packet(0, "first"));
        assertThat(rig.delivered()).containsExactly("cast 0 first", "cast 1 second", "cast 2 third");
    }

    @Test
    void membersMayDifferInWhetherTheyCompress() {
        LayerRig rig = LayerRig.echoing(2, 3, causal());
        rig.receiveCast(1, packet(2, "one", 0, 1));
        rig.receiveCast(1, packet(2, "two", 0, 2));
        rig.receiveCast(0, packet(0, "a"));
        assertThat(rig.delivered()).containsExactly("cast 0 a", "cast 1 one");
        rig.receiveCast(0, packet(0, "b"));
        assertThat(rig.delivered()).containsExactly("cast 0 a", "cast 1 one", "cast 0 b", "cast 1 two");
    }

    @Test
    void sendsWaitForTheCastsBeforeThem() {
        RigNet net = RigNet.echoing(3, 1, rank -> List.of(new Causal(true, true, BODY_BYTES)));
        // Casts of 0 are slow on their way to 2.
        net.fate((from, to, frame, chance) ->
                new long[] {from == 0 && to == 2 && frame.to() == LayerRig.ALL ? 5_000_000 : RigNet.DELAY_NANOS});
        net.rig(0).cast("question");
        net.advance(1_000_000);
        net.rig(1).send(2, "answer");
        net.rig(0).send(2, "hurry");
        net.advance(1_000_000);
        assertThat(net.rig(2).delivered()).isEmpty();
        net.advance(10_000_000);
        assertThat(net.rig(2).delivered()).startsWith("cast 0 question").contains("send 1 answer", "send 0 hurry");
    }

    @Test
    void sendsThatDoNotTakePartPassUnchanged() {
        LayerRig rig = LayerRig.echoing(0, 2, causal());
        rig.send(1, "s");
        assertThat(rig.below().sends()).extracting(Packet::length).containsExactly(1);
        rig.receiveSend(1, bytes("t"));
        assertThat(rig.delivered()).containsExactly("send 1 t");
    }

    @Test
    void whatFindsNoRoomGoesAheadAndIsNotDelivered() {
        int size = 60;
        LayerRig sender = LayerRig.echoing(0, size, new Causal(true, false, 64));
        LayerRig receiver = LayerRig.echoing(1, size, new Causal(true, false, 64));
        for (int rank = 2; rank < size; rank++) {
            sender.receiveCast(rank, packet(0, "x"));
        }
        sender.takeUp();
        sender.cast("a".repeat(60));
        assertThat(sender.below().casts()).hasSizeGreaterThan(2).allMatch(packet -> packet.length() <= 64);
        sender.below().casts().forEach(packet -> receiver.receiveCast(0, packet.toBytes()));
        assertThat(receiver.delivered()).isEmpty();
        for (int rank = 2; rank < size; rank++) {
            receiver.receiveCast(rank, packet(0, "x"));
        }
        assertThat(receiver.delivered()).hasSize(size - 1).endsWith("cast 0 " + "a".repeat(60));
        assertThat(sender.delivered()).containsExactly("cast 0 " + "a".repeat(60));
    }

    @Test
    void ownCastsAreStableOnlyWithWhatTheyFollow() {
        LayerRig rig = LayerRig.echoing(0, 2, causal());
        rig.receiveCast(1, packet(0, "x"));
        rig.cast("a");
        rig.below().stableUp(7);
        assertThat(rig.up()).doesNotContain("stable 7");
        rig.below().stableCastsUp(1, 0);
        assertThat(rig.up()).doesNotContain("stable 7");
        rig.below().stableCastsUp(1, 1);
        assertThat(rig.up()).endsWith("stable 7");
        assertThat(rig.above().log()).contains("stable casts [1, 1]");
    }

    @Test
    void theCastsOfOthersAreStableOnlyWithWhatTheyFollow() {
        LayerRig rig = LayerRig.echoing(0, 3, causal());
        rig.receiveCast(2, packet(0, "x"));
        rig.receiveCast(1, packet(0, "follows", 2, 1));
        rig.below().stableCastsUp(0, 1, 0);
        assertThat(rig.above().log()).noneMatch(line -> line.contains("stable casts [0, 1"));
        rig.below().stableCastsUp(0, 1, 1);
        assertThat(rig.above().log()).contains("stable casts [0, 1, 1]");
    }

    @Test
    void aStableCastThatWaitsHereIsNotToldAbove() {
        LayerRig rig = LayerRig.echoing(0, 3, causal());
        rig.receiveCast(1, packet(0, "follows", 2, 1));
        rig.below().stableCastsUp(0, 1, 0);
        assertThat(rig.above().log()).noneMatch(line -> line.contains("stable casts [0, 1"));
    }

    @Test
    void aStableCastThatWaitedHereIsToldAboveOnceItIsDelivered() {
        LayerRig rig = LayerRig.echoing(0, 3, causal());
        rig.receiveCast(1, packet(0, "follows", 2, 1));
        rig.below().stableCastsUp(0, 1, 1);
        rig.receiveCast(2, packet(0, "x"));
        assertThat(rig.delivered()).containsExactly("cast 2 x", "cast 1 follows");
        assertThat(rig.above().log()).endsWith("stable casts [0, 1, 1]");
    }

    @Test
    void castsThatWereNotDeliveredAreNotCountedAbove() {
        LayerRig rig = LayerRig.echoing(0, 2, causal());
        rig.receiveCast(1, packet(1, "", 0, 0));
        rig.receiveCast(1, packet(1, ""));
        rig.receiveCast(1, packet(0, "x"));
        assertThat(rig.stack().heldBytes()).containsEntry("causal", 2L * Long.BYTES);
        rig.below().stableCastsUp(0, 1);
        rig.below().stableCastsUp(0, 3);
        assertThat(rig.above().log()).endsWith("stable casts [0, 1]");
        assertThat(rig.stack().heldBytes()).as("nothing is remembered of them").isEmpty();
        assertThat(rig.delivered()).containsExactly("cast 1 x");
    }

    @Test
    void whatFollowsSomethingThatIsLostIsDroppedAtTheEndOfTheView() {
        LayerRig rig = LayerRig.echoing(0, 3, causal());
        rig.receiveCast(1, packet(0, "orphan", 2, 1));
        assertThat(rig.stack().heldBytes()).containsEntry("causal", (long) "orphan".length());
        rig.below().settledUp();
        assertThat(rig.up()).endsWith("settled").noneMatch(line -> line.startsWith("cast"));
        assertThat(rig.count("causal.orphans")).isEqualTo(1);
        assertThat(rig.stack().heldBytes()).isEmpty();
    }

    @Test
    void nonsenseIsDroppedAndWhatFollowsIsNot() {
        LayerRig rig = LayerRig.echoing(0, 3, causal());
        rig.receiveCast(1, packet(0, "no such rank", 7, 1));
        rig.receiveCast(1, new byte[0]);
        rig.receiveCast(1, packet(0, "x"));
        assertThat(rig.delivered()).containsExactly("cast 1 x");
        assertThat(rig.count("causal.malformed")).isEqualTo(2);
    }

    @Test
    void garbageNeverGetsOutAndTheViewEnds() {
        for (boolean sends : new boolean[] {false, true}) {
            LayerRig rig = LayerRig.echoing(0, 3, new Causal(true, sends, BODY_BYTES));
            Garbage garbage = new Garbage(rig, 3, 1).belowALoop();
            garbage.feed(2_000);
            List<byte[]> bodies = List.of(packet(0, "x"), packet(2, "y", 2, 1, 1, 1), packet(1, "", 1, 3));
            garbage.spoil(5_000, Frame.CAST, bodies);
            garbage.spoil(5_000, Frame.SEND, bodies);
            rig.below().settledUp();
            assertThat(rig.up()).endsWith("settled");
            assertThat(rig.count("causal.malformed")).isPositive();
        }
    }

    /** Each message names those that its sender had delivered; all must have been delivered before it, everywhere. */
    @Test
    void randomConversationsKeepTheirOrder() {
        for (long seed = 1; seed <= 60; seed++) {
            boolean sends = seed % 2 == 0;
            Random sizes = new Random(seed);
            int size = 2 + sizes.nextInt(5);
            RigNet net = RigNet.echoing(
                    size, seed, rank -> List.of(new Causal(rank % 2 == 0, sends, 40 + sizes.nextInt(400))));
            // FIFO from each to each, but some ways are much longer than others.
            long[][] delay = new long[size][size];
            for (long[] row : delay) {
                java.util.Arrays.setAll(row, i -> 1 + (long) (1e6 * Math.pow(sizes.nextDouble(), 4)));
            }
            net.fate((from, to, frame, chance) -> new long[] {delay[from][to]});
            List<Set<String>> followed = new ArrayList<>();
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                int from = net.random().nextInt(size);
                followed.add(new HashSet<>(casts(net.rig(from))));
                all.add("m" + i);
                net.rig(from).cast("m" + i);
                net.advance(net.random().nextInt(100_000));
            }
            net.advance(10_000_000);
            for (LayerRig rig : net.rigs()) {
                List<String> seen = casts(rig);
                assertThat(seen).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(all);
                Set<String> before = new HashSet<>();
                for (String message : seen) {
                    assertThat(before)
                            .as("seed %s before %s", seed, message)
                            .containsAll(followed.get(Integer.parseInt(message.substring(1))));
                    before.add(message);
                }
            }
        }
    }

    private static List<String> casts(LayerRig rig) {
        return rig.delivered().stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }
}
