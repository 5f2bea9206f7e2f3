package dev.tutti.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.Message;
import dev.tutti.Options;
import dev.tutti.View;
import dev.tutti.ViewId;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import dev.tutti.membership.Agreement;
import dev.tutti.membership.Control;
import dev.tutti.membership.ControlCodec;
import dev.tutti.membership.Heritage;
import dev.tutti.membership.Lineage;
import dev.tutti.membership.Membership;
import dev.tutti.membership.Proposal;
import dev.tutti.membership.Quorum;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a node makes of frames that are not for it: each kind is dropped and has a count of its own. */
class NodeFramesTest {
    private static final int SEEDS = 40;
    private static final int FRAMES = 2_000;

    private final BareRim rim = new BareRim();
    private final Options options = Options.local().name("ann").found();
    private final NodeRuntime node = new NodeRuntime(options, rim);

    /** A group of this member alone, which has its view. */
    private static GroupRuntime founded(NodeRuntime node, BareRim rim) {
        GroupRuntime group = node.begin("chat", GroupOptions.DEFAULT);
        pass(node, rim, 5);
        assertThat(group.isJoined()).isTrue();
        return group;
    }

    private static void pass(NodeRuntime node, BareRim rim, long seconds) {
        for (long step = 0; step < seconds * 10; step++) {
            rim.time.advance(TimeUnit.SECONDS.toNanos(1) / 10);
            node.turn();
        }
    }

    private static View view(GroupRuntime group) {
        return (View) group.poll();
    }

    private long connectionOf(View view) {
        String spec = new Recipe(options, GroupOptions.DEFAULT, rim.maxFrameBytes()).spec(GroupProperties.DEFAULT);
        return Connections.ofView("chat", view.id(), spec);
    }

    private static Packet frame(int kind, long connection, byte... body) {
        Packet packet = Packet.of(body);
        Frame.push(packet, kind, connection, 1);
        return packet;
    }

    private long count(String name) {
        return node.counters().getOrDefault(name, 0L);
    }

    @Test
    void aControlMessageOfAnotherGroupIsCountedAsThat() {
        founded(node, rim);
        node.frame(frame(Frame.GROUP, Connections.ofGroup("talk"), new byte[9]));
        assertThat(count("node.other-group")).isEqualTo(1);
        node.frame(frame(Frame.GROUP, Connections.ofGroup("chat"), new byte[9]));
        assertThat(count("node.other-group")).isEqualTo(1);
        assertThat(count("node.malformed")).isEqualTo(1);
    }

    @Test
    void aFrameOfAViewThatWasLeftIsStale() {
        GroupRuntime group = founded(node, rim);
        long connection = connectionOf(view(group));
        node.frame(frame(Frame.CAST, connection));
        assertThat(count("node.stale")).isZero();
        group.beginLeave();
        pass(node, rim, 5);
        assertThat(group.isClosed()).isTrue();
        node.frame(frame(Frame.CAST, connection));
        node.frame(frame(Frame.LOCAL, connection));
        assertThat(count("node.stale")).isEqualTo(2);
        assertThat(node.earlyBytes()).as("nothing to keep it for").isZero();
        node.frame(frame(Frame.GROUP, Connections.ofGroup("chat"), new byte[9]));
        assertThat(count("node.other-group")).isEqualTo(1);
    }

    /** The same random numbers give two nodes the same first view. */
    @Test
    void aFrameOfAViewThatIsInstalledAMomentLaterIsEarlyAndNotLost() {
        BareRim other = new BareRim();
        GroupRuntime twin = founded(new NodeRuntime(options, other), other);
        long connection = connectionOf(view(twin));
        GroupRuntime group = node.begin("chat", GroupOptions.DEFAULT);
        node.frame(frame(Frame.CAST, connection));
        assertThat(count("node.early")).isZero();
        for (int tenth = 0; tenth < 50 && !group.isJoined(); tenth++) {
            // Kept for two seconds: so it is said again, as a member would.
            node.frame(frame(Frame.CAST, connection));
            rim.time.advance(TimeUnit.SECONDS.toNanos(1) / 10);
            node.turn();
        }
        assertThat(connectionOf(view(group))).isEqualTo(connection);
        assertThat(count("node.early")).isPositive();
        node.turn();
        long handed = group.counters().get("bottom.malformed");
        assertThat(handed).as("by the stack, since the view has no rank 1").isEqualTo(count("node.early"));
    }

    @Test
    void aFrameOfAViewThatNeverComesIsCountedWhenItIsGivenUp() {
        node.frame(frame(Frame.SEND, 42));
        assertThat(node.earlyBytes()).isEqualTo(Frame.HEADER_BYTES);
        assertThat(count("node.unknown-view")).isZero();
        rim.time.advance(EarlyFrames.MAX_AGE_NANOS + 1);
        node.turn();
        assertThat(count("node.unknown-view")).isEqualTo(1);
        assertThat(node.earlyBytes()).isZero();
    }

    @Test
    void framesOfUnknownViewsTakeBoundedMemory() {
        int flood = 3 * EarlyFrames.MAX_FRAMES;
        for (int i = 0; i < flood; i++) {
            node.frame(frame(Frame.CAST, i, new byte[8_000]));
            assertThat(node.earlyBytes()).isLessThanOrEqualTo(EarlyFrames.MAX_BYTES);
        }
        assertThat(count("node.unknown-view")).isBetween((long) flood - EarlyFrames.MAX_FRAMES, (long) flood);
    }

    /** A later release may use the flags only together with another version: who does not know them must not guess what follows. */
    @Test
    void aFrameWithAFlagThatNobodyKnowsIsDroppedAndCounted() {
        GroupRuntime group = founded(node, rim);
        long connection = connectionOf(view(group));
        for (int flag = 1; flag < 256; flag <<= 1) {
            Packet flagged = frame(Frame.CAST, connection);
            flagged.array()[flagged.start() + 3] = (byte) flag;
            node.frame(flagged);
        }
        assertThat(count("node.foreign")).isEqualTo(8);
        assertThat(group.counters().getOrDefault("bottom.malformed", 0L)).isZero();
    }

    /** Whatever comes, with whatever header, each frame is counted once and the group goes on. */
    @Test
    void noFrameGetsAnExceptionOutOrStopsTheGroup() {
        for (long seed = 0; seed < SEEDS; seed++) {
            BareRim lossy = new BareRim();
            lossy.lossy = true;
            NodeRuntime target = new NodeRuntime(options, lossy);
            GroupRuntime group = founded(target, lossy);
            View view = view(group);
            Endpoint self = view.members().getFirst();
            feed(target, lossy, connectionOf(view), self, new Random(seed));
            assertThat(target.counters())
                    .as("seed %d", seed)
                    .doesNotContainKey("node.failures")
                    .containsEntry("node.frames", (long) FRAMES);
            assertThat(target.earlyBytes()).isLessThanOrEqualTo(EarlyFrames.MAX_BYTES);
            pass(target, lossy, 60);
            assertThat(group.isClosed()).as("seed %d", seed).isFalse();
            group.tryCast("hello".getBytes(StandardCharsets.UTF_8));
            pass(target, lossy, 5);
            boolean delivered = false;
            for (Event event = group.poll(); event != null; event = group.poll()) {
                delivered |= event instanceof Message message && message.text().equals("hello");
            }
            assertThat(delivered).as("seed %d", seed).isTrue();
        }
    }

    private static void feed(NodeRuntime target, BareRim rim, long connection, Endpoint self, Random random) {
        Endpoint bob = new Endpoint("bob", 7, new Address("127.0.0.1", 2));
        ViewId next = new ViewId(5, 7);
        Agreement agreement = Agreement.configured(GroupProperties.DEFAULT);
        Lineage lineage = new Lineage(7, next, new Quorum(List.of(7L), 1), List.of());
        ViewId none = new ViewId(0, 0);
        Proposal proposal = new Proposal(
                next,
                List.of(new Proposal.Seat(bob, 1, none, none, none), new Proposal.Seat(self, 1, none, none, none)),
                lineage,
                agreement,
                Set.of());
        List<Control> messages = List.of(
                new Control.Hello(bob, bob, next, 1, 7, next, 0, true, "other", agreement, "", true),
                new Control.Refuse(bob, Membership.Refusal.FULL, "no"),
                new Control.Accept(bob, next, 1, next, lineage, Heritage.NONE, agreement, GroupProperties.DEFAULT),
                new Control.Decide(bob, proposal),
                new Control.Leave(bob, lineage, agreement),
                new Control.Propose(bob, next, List.of(bob, self)),
                new Control.Merge(bob, next, List.of(bob)),
                new Control.Reject(bob, next, next),
                new Control.Decided(bob, next),
                new Control.AskSync(bob, 3),
                new Control.Prompt(bob, next),
                new Control.Sync(bob, 1, next, new Cut(new long[1], new long[1])));
        for (int i = 0; i < FRAMES; i++) {
            byte[] body = new byte[random.nextInt(60)];
            random.nextBytes(body);
            Packet frame = Packet.of(body);
            switch (random.nextInt(4)) {
                case 0 -> {}
                case 1 -> Frame.push(frame, 1 + random.nextInt(3), connection, random.nextInt(3));
                case 2 -> Frame.push(frame, random.nextInt(4), random.nextLong(), random.nextInt(3));
                default -> {
                    Control message = messages.get(random.nextInt(messages.size()));
                    frame = ControlCodec.encode(random.nextBoolean() ? 0 : self.id(), message);
                    frame.array()[frame.start() + random.nextInt(frame.length())] ^= (byte) (1 << random.nextInt(8));
                    Frame.push(frame, Frame.GROUP, Connections.ofGroup("chat"), 0);
                }
            }
            if (random.nextInt(8) == 0) {
                frame = frame.slice(0, random.nextInt(frame.length() + 1));
            }
            target.frame(frame);
            if (i % 50 == 0) {
                rim.time.advance(TimeUnit.SECONDS.toNanos(1) / 20);
                target.turn();
            }
        }
    }
}
