package dev.tutti.layer.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FragTest {
    private static final byte WHOLE = 0;
    private static final byte MORE = 1;
    private static final byte LAST = 2;

    @Test
    void wholePacketCostsOneByte() {
        LayerRig rig = LayerRig.alone(0, 2, new Frag(10, 100));
        rig.cast("0123456789");
        assertThat(rig.below().casts())
                .singleElement()
                .extracting(Packet::length)
                .isEqualTo(11);
    }

    @Test
    void largePacketsAreCutAndPutTogetherOnBothPaths() {
        RigNet net = RigNet.echoing(3, 1, rank -> List.of(new Frag(10, 1_000)));
        String large = "abcdefghij".repeat(7) + "end";
        net.rig(0).cast(large);
        net.rig(0).cast("small");
        net.rig(0).send(2, large + "!");
        net.advance(1_000_000);
        assertThat(net.rig(0).delivered()).containsExactly("cast 0 " + large, "cast 0 small");
        assertThat(net.rig(1).delivered()).containsExactly("cast 0 " + large, "cast 0 small");
        assertThat(net.rig(2).delivered()).containsExactly("cast 0 " + large, "cast 0 small", "send 0 " + large + "!");
        assertThat(net.rig(0).below().casts()).hasSize(9).allMatch(packet -> packet.length() <= 11);
    }

    @Test
    void packetOfExactlyTwoFragmentsHasNoEmptyOne() {
        LayerRig rig = LayerRig.echoing(0, 2, new Frag(4, 100));
        rig.cast("abcdefgh");
        assertThat(rig.below().casts()).extracting(Packet::length).containsExactly(5, 5);
        assertThat(rig.delivered()).containsExactly("cast 0 abcdefgh");
    }

    @Test
    void numberOfThePacketTravelsOnItsLastFragment() {
        LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 100));
        Packet packet = Packet.of("abcdefghij".getBytes(StandardCharsets.ISO_8859_1));
        packet.tag(99);
        rig.cast(packet);
        assertThat(rig.below().casts()).extracting(Packet::tag).containsExactly(0L, 0L, 99L);
    }

    @Test
    void fragmentsOfSeveralOriginsAndPathsDoNotMix() {
        LayerRig rig = LayerRig.alone(0, 3, new Frag(4, 100));
        rig.receiveCast(1, body(MORE, "a"));
        rig.receiveCast(2, body(MORE, "b"));
        rig.receiveSend(1, body(MORE, "c"));
        rig.receiveSend(2, body(WHOLE, "d"));
        rig.receiveCast(2, body(LAST, "B"));
        rig.receiveSend(1, body(LAST, "C"));
        rig.receiveCast(1, body(LAST, "A"));
        assertThat(rig.delivered()).containsExactly("send 2 d", "cast 2 bB", "send 1 cC", "cast 1 aA");
    }

    @Test
    void packetAboveTheLimitIsNotSent() {
        LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 10));
        assertThatThrownBy(() -> rig.cast("01234567890")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messageAboveTheLimitIsDroppedAndTheNextOneIsNot() {
        LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 10));
        for (int i = 0; i < 3; i++) {
            rig.receiveCast(1, body(MORE, "abcd"));
        }
        rig.receiveCast(1, body(MORE, "efgh"));
        rig.receiveCast(1, body(LAST, "ij"));
        rig.receiveCast(1, body(MORE, "next"));
        rig.receiveCast(1, body(LAST, "!"));
        assertThat(rig.delivered()).containsExactly("cast 1 next!");
        assertThat(rig.count("frag.oversized")).isEqualTo(1);
        assertThat(takeCredited(rig, 1)).isEqualTo(3 * 5 + 5 + 3 + 5);
    }

    @Test
    void nonsenseIsDroppedAndGivenBackAsCredit() {
        LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 10));
        rig.receiveCast(1, new byte[0]);
        rig.receiveCast(1, body((byte) 7, "abc"));
        rig.receiveCast(1, body(LAST, "abc"));
        rig.receiveCast(1, body(MORE, ""));
        assertThat(rig.delivered()).isEmpty();
        assertThat(rig.count("frag.malformed")).isEqualTo(4);
        assertThat(takeCredited(rig, 1)).isEqualTo(4 + 4 + 1);
    }

    @Test
    void brokenOffMessageIsGivenUpWhenTheNextOneBegins() {
        LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 10));
        rig.receiveCast(1, body(MORE, "abc"));
        rig.receiveCast(1, body(WHOLE, "whole"));
        assertThat(rig.delivered()).containsExactly("cast 1 whole");
        assertThat(rig.count("frag.malformed")).isEqualTo(1);
        rig.consume(1, 5);
        assertThat(takeCredited(rig, 1)).isEqualTo(4 + 6);
    }

    @Test
    void fragmentsThatWaitForTheirMessageAreGivenBackAtOnce() {
        LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 100));
        rig.receiveCast(1, body(MORE, "abcd"));
        rig.receiveCast(1, body(MORE, "efgh"));
        assertThat(rig.below().log()).containsExactly("consumed 1 5", "consumed 1 5");
    }

    @Test
    void nextLargeMessageIsNotGivenBackWhileCreditForTheLastOneIsLent() {
        LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 100));
        rig.receiveCast(1, body(MORE, "abcd"));
        rig.receiveCast(1, body(LAST, "efgh"));
        assertThat(rig.below().take()).containsExactly("consumed 1 5");
        rig.receiveCast(1, body(MORE, "ijkl"));
        rig.consume(1, 2);
        assertThat(rig.below().take()).isEmpty();
        rig.consume(1, 6);
        assertThat(rig.below().take()).containsExactly("consumed 1 10");
    }

    @Test
    void onceEverythingIsConsumedExactlyWhatCameInHasBeenGivenBack() {
        for (int seed = 0; seed < 300; seed++) {
            account(seed);
        }
    }

    /** Messages of one to ten fragments on both paths, consumed now and then. */
    private static void account(int seed) {
        Random random = new Random(seed);
        LayerRig rig = LayerRig.alone(0, 2, new Frag(8, 1_000));
        Queue<Integer> unconsumed = new ArrayDeque<>();
        long arrivedBytes = 0;
        long givenBytes = 0;
        int[] fragmentsLeft = new int[2];
        int[] messageBytes = new int[2];
        for (int step = 0; step < 200; step++) {
            int path = random.nextInt(2);
            boolean first = fragmentsLeft[path] == 0;
            if (first) {
                fragmentsLeft[path] = 1 + random.nextInt(4) * random.nextInt(4);
                messageBytes[path] = 0;
            }
            boolean last = --fragmentsLeft[path] == 0;
            byte[] body = body(first && last ? WHOLE : last ? LAST : MORE, "x".repeat(1 + random.nextInt(8)));
            arrivedBytes += body.length;
            messageBytes[path] += body.length - 1;
            if (path == 0) {
                rig.receiveCast(1, body);
            } else {
                rig.receiveSend(1, body);
            }
            if (last) {
                unconsumed.add(messageBytes[path]);
            }
            if (random.nextInt(3) == 0 && !unconsumed.isEmpty()) {
                rig.consume(1, unconsumed.remove());
            }
            givenBytes += takeCredited(rig, 1);
            assertThat(givenBytes).as("seed %d", seed).isLessThanOrEqualTo(arrivedBytes);
        }
        while (!unconsumed.isEmpty()) {
            rig.consume(1, unconsumed.remove());
        }
        assertThat(givenBytes + takeCredited(rig, 1)).as("seed %d", seed).isEqualTo(arrivedBytes);
    }

    @Test
    void piecesOfUnorderedMessagesComeInAnyOrder() {
        LayerRig sender = LayerRig.alone(1, 2, new Frag(4, 1_000));
        sender.unordered("abcdefghij");
        sender.unordered("0123456789");
        sender.unordered("tiny");
        List<byte[]> pieces =
                sender.below().casts().stream().map(Packet::toBytes).toList();
        assertThat(pieces).hasSize(3 + 3 + 1);
        for (int seed = 0; seed < 50; seed++) {
            List<byte[]> shuffled = new ArrayList<>(pieces);
            Collections.shuffle(shuffled, new Random(seed));
            LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 1_000));
            long arrivedBytes = 0;
            for (byte[] piece : shuffled) {
                arrivedBytes += piece.length;
                rig.below().unorderedUp(1, piece);
            }
            assertThat(rig.delivered())
                    .containsExactlyInAnyOrder("unordered 1 abcdefghij", "unordered 1 0123456789", "unordered 1 tiny");
            rig.consume(1, 10 + 10 + 4);
            assertThat(takeCredited(rig, 1)).as("seed %d", seed).isEqualTo(arrivedBytes);
            assertThat(rig.stack().heldBytes()).isEmpty();
        }
    }

    @Test
    void ofUnorderedMessagesThatLackAPieceOneIsGivenBackEarly() {
        LayerRig sender = LayerRig.alone(1, 2, new Frag(4, 1_000));
        sender.unordered("abcdefghij");
        sender.unordered("0123456789");
        List<byte[]> pieces =
                sender.below().casts().stream().map(Packet::toBytes).toList();
        LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 1_000));
        for (int piece : new int[] {1, 2, 4, 5}) {
            rig.below().unorderedUp(1, pieces.get(piece));
        }
        assertThat(takeCredited(rig, 1)).isEqualTo(pieces.get(1).length + pieces.get(2).length);
        rig.below().unorderedUp(1, pieces.get(0));
        assertThat(takeCredited(rig, 1)).as("it pays back first").isZero();
        rig.consume(1, 10);
        assertThat(takeCredited(rig, 1)).isEqualTo(pieces.get(0).length + pieces.get(4).length + pieces.get(5).length);
        rig.below().unorderedUp(1, pieces.get(3));
        rig.consume(1, 10);
        assertThat(takeCredited(rig, 1)).isEqualTo(pieces.get(3).length);
        assertThat(rig.delivered()).containsExactly("unordered 1 abcdefghij", "unordered 1 0123456789");
    }

    @Test
    void unorderedMessageAboveTheLimitIsDropped() {
        LayerRig sender = LayerRig.alone(1, 2, new Frag(4, 1_000));
        sender.unordered("abcdefghij");
        LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 9));
        long arrivedBytes = 0;
        for (Packet piece : sender.below().casts()) {
            arrivedBytes += piece.length();
            rig.below().unorderedUp(1, piece.toBytes());
        }
        assertThat(rig.delivered()).isEmpty();
        assertThat(rig.count("frag.oversized")).isEqualTo(1);
        assertThat(takeCredited(rig, 1)).isEqualTo(arrivedBytes);
    }

    @Test
    void unorderedMessageThatTurnsOutTooLargePassesTheTurnOn() {
        LayerRig sender = LayerRig.alone(1, 2, new Frag(4, 1_000));
        sender.unordered("abcdefghij");
        sender.unordered("01234567");
        List<byte[]> pieces =
                sender.below().casts().stream().map(Packet::toBytes).toList();
        LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 9));
        rig.below().unorderedUp(1, pieces.get(0));
        rig.below().unorderedUp(1, pieces.get(1));
        takeCredited(rig, 1);
        rig.below().unorderedUp(1, pieces.get(3));
        assertThat(takeCredited(rig, 1)).isZero();
        rig.below().unorderedUp(1, pieces.get(2));
        assertThat(takeCredited(rig, 1)).isEqualTo(pieces.get(2).length + pieces.get(3).length);
    }

    @Test
    void nonsenseAmongPiecesIsDroppedAndGivenBackAsCredit() {
        LayerRig rig = LayerRig.alone(0, 2, new Frag(4, 1_000));
        byte[][] bodies = {
            {},
            {1, 2, 3},
            {3},
            {3, 0, 2, 2, 'a'},
            {3, 0, 0, 0},
            {3, 0, 1, 3, 'b'},
            {3, 0, 1, 3, 'b'},
            {3, 0, 2, 4, 'c'},
            {3, 0, 2, 3}
        };
        long arrivedBytes = 0;
        for (byte[] body : bodies) {
            arrivedBytes += body.length;
            rig.below().unorderedUp(1, body);
        }
        assertThat(rig.delivered()).isEmpty();
        assertThat(rig.count("frag.malformed")).isEqualTo(8);
        assertThat(takeCredited(rig, 1)).isEqualTo(arrivedBytes);
    }

    @Test
    void garbageNeverGetsOut() {
        LayerRig rig = LayerRig.alone(0, 3, new Frag(16, 200));
        Garbage garbage = new Garbage(rig, 3, 5).belowALoop();
        garbage.feed(20_000);
        List<byte[]> bodies = List.of(body(WHOLE, "w"), body(MORE, "0123456789"), body(LAST, "x"));
        garbage.spoil(10_000, Frame.CAST, bodies);
        garbage.spoil(10_000, Frame.SEND, bodies);
        for (int origin = 1; origin < 3; origin++) {
            rig.receiveCast(origin, body(WHOLE, "sane"));
            assertThat(rig.delivered()).endsWith("cast " + origin + " sane");
        }
    }

    /** Pieces come past the reliable layers' order, so each is judged for itself. */
    @Test
    void garbageAmongPiecesNeverGetsOutAndIsGivenBackAsCredit() {
        LayerRig rig = LayerRig.alone(0, 2, new Frag(16, 200));
        Random random = new Random(6);
        long arrivedBytes = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] body = new byte[random.nextInt(12)];
            for (int at = 0; at < body.length; at++) {
                body[at] = (byte) (at < 4 ? random.nextInt(5) : random.nextInt());
            }
            arrivedBytes += body.length;
            rig.below().unorderedUp(1, body);
            // What the application got, it consumes.
            for (String line : rig.takeUp()) {
                rig.consume(1, line.length() - "unordered 1 ".length());
            }
        }
        assertThat(rig.count("frag.malformed")).isBetween(1_000L, 49_000L);
        assertThat(takeCredited(rig, 1))
                .as("but for what it keeps in pieces")
                .isBetween(arrivedBytes - 10_000, arrivedBytes);
    }

    private static long takeCredited(LayerRig rig, int origin) {
        String start = "consumed " + origin + " ";
        return rig.below().take().stream()
                .filter(line -> line.startsWith(start))
                .mapToLong(line -> Long.parseLong(line.substring(start.length())))
                .sum();
    }

    private static byte[] body(byte header, String text) {
        return ((char) header + text).getBytes(StandardCharsets.ISO_8859_1);
    }
}
