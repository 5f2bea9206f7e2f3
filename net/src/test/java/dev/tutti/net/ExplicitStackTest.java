package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Context;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Stack;
import dev.tutti.kernel.Wire;
import dev.tutti.layer.pack.Frag;
import dev.tutti.layer.reliable.Mnak;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A stack of chosen layers over a network of one's own, from outside the core: the example of docs/embedding.md. */
class ExplicitStackTest {
    private static final int MAX_FRAGMENT_BYTES = 1_000;
    private static final long RESEND_NANOS = 1_000_000;

    private record Frame(int to, Packet bytes) {}

    private final Queue<Frame> network = new ArrayDeque<>();
    private final List<Member> members = List.of(new Member(0), new Member(1));

    /** One of two members: takes what comes out of its stack, and puts frames on the network. */
    private final class Member implements Stack.User, Wire {
        final int rank;
        final Stack stack;
        final List<String> delivered = new ArrayList<>();

        Member(int rank) {
            this.rank = rank;
            List<Layer> layers =
                    List.of(new Frag(MAX_FRAGMENT_BYTES, 1 << 20), new Mnak(RESEND_NANOS / 10, RESEND_NANOS));
            Context context = new Context(
                    rank,
                    2,
                    42,
                    this,
                    () -> 0,
                    (delayNanos, action) -> () -> {},
                    new SplittableRandom(rank),
                    new Counters());
            stack = Stack.compose(layers, context, this);
        }

        @Override
        public void castFrame(Packet frame) {
            sendFrame(1 - rank, frame);
        }

        @Override
        public void sendFrame(int to, Packet frame) {
            network.add(new Frame(to, frame.copy()));
        }

        @Override
        public void castUp(int origin, Packet packet) {
            delivered.add(origin + ": " + packet.length());
        }

        @Override
        public void gbcastUp(int origin, Packet packet) {}

        @Override
        public void unorderedUp(int origin, Packet packet) {}

        @Override
        public void stableUnorderedUp(long tag) {}

        @Override
        public void sendUp(int origin, Packet packet) {}

        @Override
        public void stateUp(int origin, Packet packet) {}

        @Override
        public void cutUp(Cut cut) {}

        @Override
        public void settledUp() {}

        @Override
        public void stableUp(long tag) {}

        @Override
        public void confirmedUp() {}

        @Override
        public void acknowledgedUp() {}

        @Override
        public void suspectUp(BitSet ranks) {}

        @Override
        public void promptUp() {}

        @Override
        public void outstandingUp(long[] bytes) {}

        @Override
        public void roomUp(boolean casts, boolean sends) {}

        @Override
        public void presentUp(int origin) {}
    }

    @Test
    void carriesACastOfSeveralFragmentsToAllMembers() {
        byte[] message = "x".repeat(5 * MAX_FRAGMENT_BYTES).getBytes(StandardCharsets.UTF_8);
        members.get(0).stack.cast(Packet.of(message));
        assertThat(network).hasSize(5);
        for (Frame next = network.poll(); next != null; next = network.poll()) {
            members.get(next.to()).stack.receive(next.bytes());
        }
        assertThat(members).allSatisfy(member -> assertThat(member.delivered).containsExactly("0: 5000"));
        assertThat(members.get(0).stack.spec()).isEqualTo("frag:mnak:bottom");
    }
}
