package dev.tutti.layer.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FollowTest {
    private static final Cut CUT = new Cut(new long[3], new long[3]);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A send as its sender's layer makes it. */
    private static byte[] send(String body, long after, long afterOwn) {
        Packet packet = Packet.of(bytes(body));
        packet.pushLong(afterOwn);
        packet.pushLong(after);
        return packet.toBytes();
    }

    private static LayerRig rig() {
        return LayerRig.echoing(2, 3, new Follow());
    }

    @Test
    void aSendSaysHowManyCastsItsSenderHadBeenDeliveredAndHadMade() {
        LayerRig rig = LayerRig.alone(2, 3, new Follow());
        rig.receiveCast(0, bytes("x"));
        rig.receiveCast(1, bytes("y"));
        rig.cast("a");
        rig.send(1, "s");
        assertThat(rig.below().casts()).extracting(Packet::toBytes).containsExactly(bytes("a"));
        assertThat(rig.below().sends()).extracting(Packet::toBytes).containsExactly(send("s", 2, 1));
    }

    @Test
    void aSendWaitsForWhatItsSenderHadBeenDelivered() {
        LayerRig rig = rig();
        rig.receiveSend(1, send("s", 2, 0));
        rig.receiveCast(0, bytes("x"));
        assertThat(rig.delivered()).containsExactly("cast 0 x");
        rig.receiveCast(0, bytes("y"));
        assertThat(rig.delivered()).containsExactly("cast 0 x", "cast 0 y", "send 1 s");
        assertThat(rig.count("follow.delayed")).isEqualTo(1);
    }

    @Test
    void aSendWaitsForTheCastsThatItsSenderHadMade() {
        LayerRig rig = rig();
        rig.receiveSend(1, send("s", 0, 1));
        rig.receiveCast(0, bytes("x"));
        assertThat(rig.delivered()).containsExactly("cast 0 x");
        rig.receiveCast(1, bytes("y"));
        assertThat(rig.delivered()).containsExactly("cast 0 x", "cast 1 y", "send 1 s");
    }

    @Test
    void sendsOfOneMemberStayInOrderAndDoNotHoldUpThoseOfOthers() {
        LayerRig rig = rig();
        rig.receiveSend(1, send("first", 1, 0));
        rig.receiveSend(1, send("second", 0, 0));
        rig.receiveSend(0, send("other", 0, 0));
        assertThat(rig.delivered()).containsExactly("send 0 other");
        rig.receiveCast(0, bytes("x"));
        assertThat(rig.delivered()).containsExactly("send 0 other", "cast 0 x", "send 1 first", "send 1 second");
    }

    @Test
    void whatStillWaitsOfALostMemberIsDroppedThoughAsManyCastsWereDelivered() {
        LayerRig rig = rig();
        rig.receiveSend(1, send("follows what nobody has", 1, 0));
        rig.receiveSend(0, send("t", 1, 0));
        assertThat(rig.stack().heldBytes()).containsEntry("follow", 2 * 16L + "follows what nobody has".length() + 1);
        rig.stack().block();
        rig.stack().agree(new Cut[] {CUT, null, CUT});
        // The engine delivers in an order of its own what had no place in that of the lost member.
        rig.receiveCast(0, bytes("left over"));
        rig.below().settledUp();
        assertThat(rig.up()).containsSequence("cast 0 left over", "send 0 t", "settled");
        assertThat(rig.delivered()).noneMatch(line -> line.startsWith("send 1"));
        assertThat(rig.count("follow.orphans")).isEqualTo(1);
        assertThat(rig.stack().heldBytes()).isEmpty();
    }

    @Test
    void whoComesAlongAfterAllIsHeard() {
        LayerRig rig = rig();
        rig.receiveSend(1, send("s", 1, 0));
        rig.stack().agree(new Cut[] {CUT, null, CUT});
        rig.receiveCast(0, bytes("x"));
        rig.stack().agree(new Cut[] {CUT, CUT, CUT});
        rig.below().settledUp();
        assertThat(rig.up()).containsSequence("cast 0 x", "send 1 s", "settled");
    }

    @Test
    void garbageNeverGetsOutAndTheViewEnds() {
        LayerRig rig = rig();
        Garbage garbage = new Garbage(rig, 3, 1).belowALoop();
        garbage.feed(2_000);
        garbage.spoil(5_000, Frame.SEND, List.of(send("s", 1, 0), send("t", 0, 7)));
        rig.below().settledUp();
        assertThat(rig.up()).endsWith("settled");
        assertThat(rig.count("follow.malformed")).isPositive();
        assertThat(rig.stack().heldBytes()).isEmpty();
    }

    @Test
    void randomConversationsKeepTheirOrderAboveEachEngine() {
        conversations(() -> new Sequencer(0));
        conversations(() -> new Sequencer(1_000));
        conversations(() -> new Token(false));
        conversations(() -> new Token(true));
        conversations(RoundRobin::new);
    }

    private static void conversations(Supplier<Layer> engine) {
        long waited = 0;
        for (long seed = 1; seed <= 30; seed++) {
            waited += conversation(seed, engine);
        }
        assertThat(waited).as("sends that had to wait").isPositive();
    }

    /** Each send is noted with what it follows; at its receiver all of that must come before. Returns how many had to wait. */
    private static long conversation(long seed, Supplier<Layer> engine) {
        Random chance = new Random(seed);
        int size = 2 + chance.nextInt(4);
        RigNet net = RigNet.echoing(size, seed, rank -> List.of(new Follow(), engine.get()));
        long[][] delay = new long[size][size];
        for (long[] row : delay) {
            Arrays.setAll(row, i -> 1 + (long) (1e6 * Math.pow(chance.nextDouble(), 4)));
        }
        net.fate(
                (from, to, frame, unused) -> new long[] {delay[from][to] + (frame.to() == LayerRig.ALL ? 100_000 : 0)});
        List<List<String>> made = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            made.add(new ArrayList<>());
        }
        List<List<String>> followed = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int from = chance.nextInt(size);
            int to = (from + 1 + chance.nextInt(size - 1)) % size;
            if (chance.nextBoolean()) {
                List<String> before = new ArrayList<>(made.get(from));
                net.rig(from).delivered().stream()
                        .filter(line -> line.startsWith("cast"))
                        .forEach(before::add);
                net.rig(from).send(to, "s" + followed.size());
                followed.add(before);
            } else {
                net.rig(from).cast("m" + i);
                made.get(from).add("cast " + from + " m" + i);
            }
            net.advance(chance.nextInt(50_000));
        }
        net.advance(100_000_000);
        int sends = 0;
        long waited = 0;
        for (LayerRig rig : net.rigs()) {
            List<String> seen = rig.delivered();
            for (int i = 0; i < seen.size(); i++) {
                if (seen.get(i).startsWith("send")) {
                    sends++;
                    int number =
                            Integer.parseInt(seen.get(i).substring(seen.get(i).lastIndexOf('s') + 1));
                    assertThat(seen.subList(0, i)).as("seed %s", seed).containsAll(followed.get(number));
                }
            }
            waited += rig.count("follow.delayed");
        }
        assertThat(sends).as("seed %s", seed).isEqualTo(followed.size());
        return waited;
    }
}
