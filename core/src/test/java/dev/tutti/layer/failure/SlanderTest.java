package dev.tutti.layer.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Frame;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlanderTest {
    private static final long REPEAT_NANOS = 500_000_000;

    @Test
    void suspicionIsSharedAndPassedUpAndDown() {
        LayerRig rig = alone(10);
        rig.below().suspectUp(2, 9);
        assertThat(rig.takeUp()).containsExactly("suspect {2, 9}");
        assertThat(rig.below().take()).containsExactly("failed {2, 9}");
        assertThat(rig.takeLocals()).containsExactly(new byte[] {0b100, 0b10});
    }

    @Test
    void suspicionIsRepeatedUntilTheLayerIsRetired() {
        LayerRig rig = alone(3);
        rig.below().suspectUp(2);
        rig.takeSent();
        rig.advance(3 * REPEAT_NANOS);
        assertThat(rig.takeLocals()).hasSize(3);
        rig.stack().retire();
        rig.advance(3 * REPEAT_NANOS);
        assertThat(rig.takeLocals()).isEmpty();
    }

    @Test
    void suspicionOfAnotherIsAdoptedAndPassedOn() {
        LayerRig rig = alone(4);
        rig.receiveLocal(1, new byte[] {0b100});
        assertThat(rig.takeUp()).containsExactly("present 1", "suspect {2}");
        assertThat(rig.below().take()).containsExactly("failed {2}");
        assertThat(rig.takeLocals()).containsExactly(new byte[] {0b100});
        rig.receiveLocal(3, new byte[] {0b100});
        assertThat(rig.takeLocals()).isEmpty();
    }

    @Test
    void slanderedMemberSuspectsTheSlanderer() {
        LayerRig rig = alone(4);
        rig.receiveLocal(1, new byte[] {0b1001});
        assertThat(rig.takeUp()).containsExactly("present 1", "suspect {1}");
        assertThat(rig.count("slander.accused")).isEqualTo(1);
        assertThat(rig.takeLocals()).isEmpty();
        rig.below().suspectUp(1, 2);
        assertThat(rig.takeLocals()).containsExactly(new byte[] {0b100});
    }

    @Test
    void wordOfASuspectCountsForNothing() {
        LayerRig rig = alone(4);
        rig.below().suspectUp(1);
        rig.takeUp();
        rig.receiveLocal(1, new byte[] {0b100});
        assertThat(rig.takeUp()).containsExactly("present 1");
    }

    @Test
    void everybodySuspectsWhomOneCannotReachThoughFramesAreLost() {
        for (int seed = 0; seed < 50; seed++) {
            RigNet net = RigNet.of(5, seed, rank -> List.of(new Slander(REPEAT_NANOS)));
            net.fate(RigNet.lossy(0.5, 0.1, REPEAT_NANOS));
            net.rig(1).below().suspectUp(4);
            net.advance(30 * REPEAT_NANOS);
            for (int rank = 0; rank < 4; rank++) {
                assertThat(suspicions(net.rig(rank))).as("seed %d", seed).containsExactly("suspect {4}");
            }
            assertThat(suspicions(net.rig(4))).as("seed %d", seed).endsWith("suspect {0, 1, 2, 3}");
        }
    }

    @Test
    void setsThatMakeNoSenseAreMalformed() {
        LayerRig rig = alone(10);
        byte[][] bodies = {
            {}, // nothing
            {1}, // too short
            {1, 0, 0}, // too long
            {0, 0b100}, // rank 10 of 10
            {0b10, 0}, // of itself
        };
        for (byte[] body : bodies) {
            rig.receiveLocal(1, body);
        }
        assertThat(rig.count("bottom.malformed")).isEqualTo(bodies.length);
        assertThat(rig.up()).containsExactly("present 1");
    }

    @Test
    void garbageNeverGetsOut() {
        LayerRig rig = alone(10);
        Garbage garbage = new Garbage(rig, 10, 2);
        garbage.feed(5_000);
        garbage.spoil(5_000, Frame.LOCAL, List.of(new byte[] {4, 0}, new byte[] {0, 1}));
        assertThat(suspicions(rig)).noneMatch(line -> line.contains("{0") || line.contains("10"));
    }

    private static List<String> suspicions(LayerRig rig) {
        return rig.up().stream().filter(line -> line.startsWith("suspect")).toList();
    }

    private static LayerRig alone(int size) {
        return LayerRig.alone(0, size, new Slander(REPEAT_NANOS));
    }
}
