package dev.tutti.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tutti.layer.VirtualTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StackTest {
    private static final long CONNECTION = 0xC0FFEE;

    private final List<String> log = new ArrayList<>();
    private final List<byte[]> castFrames = new ArrayList<>();
    private final List<byte[]> sentFrames = new ArrayList<>();
    private final VirtualTime time = new VirtualTime();
    private final Counters counters = new Counters();

    /** Handles casts both ways, with a header of one byte, and messages of its own. */
    private final class Marker extends Layer implements Down.Cast, Up.Cast, Up.Local {
        private final String name;
        private final int mark;

        Marker(String name, int mark) {
            this.name = name;
            this.mark = mark;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        protected void start() {
            log.add("start " + name);
        }

        @Override
        public void castDown(Packet packet) {
            packet.pushByte(mark);
            castBelow(packet);
        }

        @Override
        public void castUp(int origin, Packet packet) {
            if (packet.popByte() != mark) {
                throw new MalformedException("not my mark");
            }
            castAbove(origin, packet);
        }

        @Override
        public void localUp(int origin, Packet packet) {
            log.add(name + " hears " + origin + " " + Arrays.toString(packet.toBytes()));
        }

        void say(int to) {
            tell(to, Packet.of(new byte[] {(byte) mark}));
        }

        void sayAll() {
            tellAll(Packet.of(new byte[] {(byte) mark}));
        }

        void later() {
            after(10, () -> log.add(name + " fires"));
        }
    }

    /** Handles one event only. */
    private static final class Passive extends Layer implements Down.Consumed {
        @Override
        public String name() {
            return "p";
        }

        @Override
        public void consumedDown(int origin, long bytes) {
            consumedBelow(origin, bytes);
        }
    }

    private final class User implements Stack.User {
        @Override
        public void gbcastUp(int origin, Packet packet) {
            log.add("gbcast " + origin);
        }

        @Override
        public void promptUp() {
            log.add("prompt");
        }

        @Override
        public void castUp(int origin, Packet packet) {
            log.add("cast " + origin + " " + Arrays.toString(packet.toBytes()));
        }

        @Override
        public void unorderedUp(int origin, Packet packet) {
            throw new IllegalStateException("nobody casts without an order here");
        }

        @Override
        public void stableUnorderedUp(long tag) {
            throw new IllegalStateException("nobody casts without an order here");
        }

        @Override
        public void sendUp(int origin, Packet packet) {
            log.add("send " + origin + " " + Arrays.toString(packet.toBytes()));
        }

        @Override
        public void stateUp(int origin, Packet packet) {
            log.add("state " + origin);
        }

        @Override
        public void cutUp(Cut cut) {
            log.add("cut");
        }

        @Override
        public void settledUp() {
            log.add("settled");
        }

        @Override
        public void stableUp(long tag) {
            log.add("stable " + tag);
        }

        @Override
        public void suspectUp(BitSet ranks) {
            log.add("suspect " + ranks);
        }

        @Override
        public void confirmedUp() {
            log.add("confirmed");
        }

        @Override
        public void acknowledgedUp() {
            log.add("acknowledged");
        }

        @Override
        public void outstandingUp(long[] bytes) {
            log.add("outstanding " + Arrays.toString(bytes));
        }

        @Override
        public void roomUp(boolean casts, boolean sends) {
            log.add("room " + casts + " " + sends);
        }

        @Override
        public void presentUp(int origin) {
            log.add("present " + origin);
        }
    }

    private final class Net implements Wire {
        @Override
        public void castFrame(Packet frame) {
            castFrames.add(frame.toBytes());
        }

        @Override
        public void sendFrame(int rank, Packet frame) {
            log.add("frame to " + rank);
            sentFrames.add(frame.toBytes());
        }
    }

    @Test
    void layersStartFromTheBottom() {
        compose(0, 2, new Marker("a", 1), new Passive(), new Marker("b", 2));
        assertThat(log).containsExactly("start b", "start a");
    }

    @Test
    void headersNestAndThePeerPopsThemInTurn() {
        Stack sender = compose(0, 2, new Marker("a", 1), new Passive(), new Marker("b", 2));
        sender.cast(Packet.of(new byte[] {9}));
        byte[] frame = castFrames.get(0);
        assertThat(Arrays.copyOfRange(frame, Frame.HEADER_BYTES, frame.length)).containsExactly(2, 1, 9);
        assertThat(Frame.inspect(packet(frame))).isEqualTo(Frame.Verdict.ACCEPTED);
        assertThat(Frame.connection(packet(frame))).isEqualTo(CONNECTION);
        assertThat(Frame.rank(packet(frame))).isZero();
        Stack receiver = compose(1, 2, new Marker("a", 1), new Passive(), new Marker("b", 2));
        log.clear();
        receiver.receive(packet(frame));
        assertThat(log).containsExactly("present 0", "cast 0 [9]");
    }

    @Test
    void sendsPassLayersThatDoNotHandleThem() {
        Stack stack = compose(0, 3, new Marker("a", 1), new Marker("b", 2));
        log.clear();
        stack.send(2, Packet.of(new byte[] {9}));
        assertThat(log).containsExactly("frame to 2");
        assertThat(sentFrames.get(0)).hasSize(Frame.HEADER_BYTES + 1).endsWith(9);
    }

    @Test
    void aLayersOwnMessagesGoStraightToItsPeer() {
        Marker a = new Marker("a", 1);
        Marker b = new Marker("b", 2);
        compose(0, 3, a, new Passive(), b);
        a.say(1);
        b.sayAll();
        Stack receiver = compose(1, 3, new Marker("a", 1), new Passive(), new Marker("b", 2));
        log.clear();
        receiver.receive(packet(sentFrames.get(0)));
        receiver.receive(packet(castFrames.get(0)));
        assertThat(log).containsExactly("present 0", "a hears 0 [1]", "b hears 0 [2]");
    }

    @Test
    void nonsenseIsDroppedAndCounted() {
        Stack stack = compose(0, 2, new Marker("a", 1), new Passive());
        log.clear();
        stack.receive(frame(Frame.CAST, 1, 5));
        stack.receive(frame(Frame.CAST, 1));
        stack.receive(frame(Frame.LOCAL, 1));
        for (int layer = 0; layer < 256; layer++) {
            if (layer != 2) {
                stack.receive(frame(Frame.LOCAL, 1, layer, 9));
            }
        }
        stack.receive(frame(Frame.GROUP, 1, 1));
        assertThat(log).containsExactly("present 1");
        assertThat(counters.counter("bottom.malformed").count()).isEqualTo(3 + 255 + 1);
        stack.receive(frame(Frame.LOCAL, 1, 2, 9));
        assertThat(log).contains("a hears 1 [9]");
    }

    @Test
    void ranksThatTheViewDoesNotHaveAndOnesOwnAreDropped() {
        Stack stack = compose(1, 3, new Marker("a", 1));
        log.clear();
        stack.receive(frame(Frame.CAST, 3, 1, 9));
        stack.receive(frame(Frame.CAST, 65_535, 1, 9));
        stack.receive(frame(Frame.CAST, 1, 1, 9));
        assertThat(log).isEmpty();
        assertThat(counters.counter("bottom.malformed").count()).isEqualTo(3);
    }

    @Test
    void aMemberIsPresentOnce() {
        Stack stack = compose(0, 3, new Marker("a", 1));
        log.clear();
        stack.receive(frame(Frame.CAST, 1, 1, 9));
        stack.receive(frame(Frame.SEND, 1, 8));
        stack.receive(frame(Frame.SEND, 2, 7));
        assertThat(log).containsExactly("present 1", "cast 1 [9]", "send 1 [8]", "present 2", "send 2 [7]");
    }

    @Test
    void aClosedStackIsDead() {
        Marker a = new Marker("a", 1);
        Stack stack = compose(0, 2, a);
        a.later();
        log.clear();
        stack.close();
        time.advance(100);
        stack.receive(frame(Frame.CAST, 1, 1, 9));
        stack.gone(1);
        assertThat(log).isEmpty();
    }

    @Test
    void timersFireWhenTheyAreDue() {
        Marker a = new Marker("a", 1);
        compose(0, 2, a);
        log.clear();
        a.later();
        time.advance(9);
        assertThat(log).isEmpty();
        time.advance(1);
        assertThat(log).containsExactly("a fires");
    }

    @Test
    void eventsThatNobodyHandlesDisappearButDataMustNot() {
        Stack stack = compose(0, 2);
        stack.block();
        stack.agree(new Cut[2]);
        stack.consumed(1, 5);
        stack.retire();
        stack.gone(1);
        assertThat(log).isEmpty();
        assertThatIllegalStateException().isThrownBy(() -> stack.state(1, Packet.empty(0)));
    }

    @Test
    void theSpecificationNamesTheLayersFromTopToBottom() {
        assertThat(compose(0, 2, new Marker("a", 1), new Passive(), new Marker("b", 2))
                        .spec())
                .isEqualTo("a:p:b:bottom");
        assertThat(compose(0, 2).spec()).isEqualTo("bottom");
    }

    @Test
    void theDescriptionShowsThePathOfEachEvent() {
        Stack stack = compose(0, 2, new Marker("a", 1), new Passive(), new Marker("b", 2));
        List<String> lines = stack.describe()
                .lines()
                .map(line -> line.replaceAll(" +", " ").strip())
                .toList();
        assertThat(lines.get(0)).isEqualTo("a:p:b:bottom");
        assertThat(lines)
                .contains("Down Cast a b bottom", "Down Send bottom", "Down Consumed p", "Down Retire")
                .contains("Up Cast b a", "Up Send")
                .hasSize(1 + 16 + 20);
    }

    /** Any kind, rank and layer number: the stack drops and counts what is none, and goes on. */
    @Test
    void garbageNeverGetsOut() {
        Stack stack = compose(0, 3, new Marker("a", 1), new Passive(), new Marker("b", 2));
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(6)];
            for (int at = 0; at < body.length; at++) {
                body[at] = (byte) (random.nextBoolean() ? random.nextInt(8) : random.nextInt());
            }
            Packet packet = Packet.of(body);
            Frame.push(packet, random.nextInt(4), CONNECTION, random.nextInt(random.nextBoolean() ? 4 : 65_536));
            stack.receive(packet);
        }
        long malformed = counters.counter("bottom.malformed").count();
        assertThat(malformed).isBetween(10_000L, 20_000L);
        log.clear();
        stack.receive(frame(Frame.LOCAL, 1, 2, 7));
        assertThat(log).containsExactly("a hears 1 [7]");
        assertThat(counters.counter("bottom.malformed").count()).isEqualTo(malformed);
    }

    private Stack compose(int rank, int size, Layer... layers) {
        Context context = new Context(rank, size, CONNECTION, new Net(), time, time, new Random(1), counters);
        return Stack.compose(List.of(layers), context, new User());
    }

    private static Packet frame(int kind, int rank, int... body) {
        Packet packet = Packet.empty(body.length);
        for (int i = body.length - 1; i >= 0; i--) {
            packet.pushByte(body[i]);
        }
        Frame.push(packet, kind, CONNECTION, rank);
        return packet;
    }

    private static Packet packet(byte[] bytes) {
        return Packet.wrap(bytes, 0, bytes.length);
    }
}
