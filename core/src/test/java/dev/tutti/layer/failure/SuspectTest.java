package dev.tutti.layer.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuspectTest {
    private static final long HEARTBEAT_NANOS = 100_000_000;
    private static final int MAX_MISSED = 4;

    @Test
    void beatsFromTheStartAndWhenItIsRetiredUntilItIsClosed() {
        LayerRig rig = alone(2);
        assertThat(rig.takeSent())
                .singleElement()
                .satisfies(frame -> assertThat(frame.body()).isEmpty());
        rig.advance(3 * HEARTBEAT_NANOS);
        assertThat(rig.takeSent()).hasSize(3);
        rig.stack().retire();
        rig.advance(2 * MAX_MISSED * HEARTBEAT_NANOS);
        assertThat(rig.takeSent()).hasSize(2 * MAX_MISSED);
        assertThat(rig.up()).as("suspects nobody").isEmpty();
        assertThat(rig.below().log()).containsExactly("retire");
        rig.stack().close();
        rig.advance(10 * HEARTBEAT_NANOS);
        assertThat(rig.takeSent()).isEmpty();
    }

    @Test
    void whatIsHeardOfAMemberElsewhereIsASignOfLifeToo() {
        LayerRig rig = alone(3);
        for (int beat = 0; beat < 2 * MAX_MISSED; beat++) {
            rig.stack().heard(1);
            rig.advance(HEARTBEAT_NANOS);
        }
        assertThat(rig.takeUp()).containsExactly("suspect {2}");
    }

    @Test
    void memberThatMissesTooManyBeatsIsSuspectedOnce() {
        LayerRig rig = alone(3);
        for (int beat = 0; beat < MAX_MISSED; beat++) {
            rig.receiveLocal(1, new byte[0]);
            rig.advance(HEARTBEAT_NANOS);
        }
        assertThat(rig.takeUp()).containsExactly("present 1");
        rig.receiveLocal(1, new byte[0]);
        rig.advance(HEARTBEAT_NANOS);
        assertThat(rig.takeUp()).containsExactly("suspect {2}");
        rig.receiveLocal(1, new byte[0]);
        rig.advance(HEARTBEAT_NANOS);
        assertThat(rig.takeUp()).isEmpty();
    }

    @Test
    void anyFrameIsASignOfLife() {
        LayerRig rig = LayerRig.alone(0, 2, layer());
        for (int beat = 0; beat < 5 * MAX_MISSED; beat++) {
            rig.receiveCast(1, new byte[] {1});
            rig.advance(HEARTBEAT_NANOS);
        }
        assertThat(rig.up()).noneMatch(line -> line.startsWith("suspect"));
    }

    @Test
    void suspicionStaysThoughTheMemberIsHeardAgain() {
        LayerRig rig = alone(3);
        rig.advance((MAX_MISSED + 1) * HEARTBEAT_NANOS);
        assertThat(rig.takeUp()).containsExactly("suspect {1, 2}");
        for (int beat = 0; beat < 5 * MAX_MISSED; beat++) {
            rig.receiveLocal(1, new byte[0]);
            rig.advance(HEARTBEAT_NANOS);
        }
        assertThat(rig.takeUp()).containsExactly("present 1");
    }

    @Test
    void brokenConnectionIsEnoughAtOnce() {
        LayerRig rig = alone(3);
        rig.stack().gone(2);
        rig.stack().gone(2);
        rig.stack().gone(0);
        assertThat(rig.takeUp()).containsExactly("suspect {2}");
    }

    @Test
    void suspicionOfOthersIsFinalHereToo() {
        LayerRig rig = alone(3);
        BitSet failed = new BitSet();
        failed.set(1);
        rig.above().failed(failed);
        assertThat(rig.below().log()).containsExactly("failed {1}");
        assertThat(rig.takeUp()).isEmpty();
        rig.stack().gone(1);
        assertThat(rig.takeUp()).isEmpty();
        rig.stack().gone(2);
        assertThat(rig.takeUp()).containsExactly("suspect {1, 2}");
    }

    @Test
    void memberThatWasHeldUpAccusesNobodyWhoIsAlive() {
        RigNet net = RigNet.of(3, 1, rank -> List.of(layer()));
        net.advance(10 * HEARTBEAT_NANOS);
        net.rig(0).pause();
        net.advance(50 * HEARTBEAT_NANOS);
        net.rig(0).resume();
        net.advance(50 * HEARTBEAT_NANOS);
        assertThat(net.rig(0).up()).noneMatch(line -> line.startsWith("suspect"));
        assertThat(net.rig(0).count("suspect.pauses")).isEqualTo(1);
        assertThat(net.rig(1).up()).contains("suspect {0}").doesNotContain("suspect {2}");
    }

    @Test
    void memberThatWasHeldUpStillFindsOutWhoCrashedMeanwhile() {
        RigNet net = RigNet.of(3, 1, rank -> List.of(layer()));
        net.advance(10 * HEARTBEAT_NANOS);
        net.rig(0).pause();
        net.advance(50 * HEARTBEAT_NANOS);
        net.rig(2).pause();
        net.advance(2 * HEARTBEAT_NANOS);
        net.rig(0).resume();
        net.advance(20 * HEARTBEAT_NANOS);
        assertThat(net.rig(0).up()).contains("suspect {2}");
    }

    @Test
    void manyShortPausesAccuseNobody() {
        RigNet net = RigNet.of(2, 1, rank -> List.of(layer()));
        for (int i = 0; i < 100; i++) {
            net.rig(0).pause();
            net.advance(5 * HEARTBEAT_NANOS / 2);
            net.rig(0).resume();
            net.advance(HEARTBEAT_NANOS / 3);
        }
        assertThat(net.rig(0).up()).noneMatch(line -> line.startsWith("suspect"));
    }

    @Test
    void crashIsFoundWithinTheStatedTime() {
        RigNet net = RigNet.of(3, 1, rank -> List.of(layer()));
        net.advance(10 * HEARTBEAT_NANOS);
        net.rig(2).pause();
        net.advance((MAX_MISSED + 2) * HEARTBEAT_NANOS);
        assertThat(net.rig(0).up()).contains("suspect {2}");
        assertThat(net.rig(1).up()).contains("suspect {2}");
    }

    @Test
    void beatWithABodyIsMalformed() {
        LayerRig rig = alone(2);
        rig.receiveLocal(1, new byte[] {0});
        assertThat(rig.count("bottom.malformed")).isEqualTo(1);
    }

    @Test
    void garbageNeverGetsOut() {
        LayerRig rig = alone(2);
        new Garbage(rig, 2, 6).feed(5_000);
        rig.advance((MAX_MISSED + 2) * HEARTBEAT_NANOS);
        assertThat(rig.up()).contains("suspect {1}");
    }

    private static LayerRig alone(int size) {
        return LayerRig.alone(0, size, layer());
    }

    private static Suspect layer() {
        return new Suspect(HEARTBEAT_NANOS, MAX_MISSED);
    }
}
