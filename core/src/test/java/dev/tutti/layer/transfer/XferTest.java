package dev.tutti.layer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class XferTest {
    @Test
    void sendsAndPartsOfTheStateShareOneChannelInOrder() {
        RigNet net = RigNet.of(2, 1, rank -> List.of(new Xfer()));
        net.rig(0).send(1, "a");
        net.rig(0).stack().state(1, Packet.of(bytes("part")));
        net.rig(0).send(1, "b");
        net.advance(RigNet.DELAY_NANOS);
        assertThat(net.rig(1).takeUp()).containsExactly("present 0", "send 0 a", "state 0 part", "send 0 b");
    }

    @Test
    void oneByteTellsThemApart() {
        LayerRig rig = LayerRig.alone(0, 2, new Xfer());
        rig.send(1, "a");
        rig.stack().state(1, Packet.of(bytes("s")));
        assertThat(rig.below().sends())
                .extracting(Packet::toBytes)
                .containsExactly(new byte[] {0, 'a'}, new byte[] {1, 's'});
    }

    @Test
    void anEmptyPartIsAPart() {
        LayerRig rig = LayerRig.alone(0, 2, new Xfer());
        rig.receiveSend(1, new byte[] {1});
        rig.receiveSend(1, new byte[] {0});
        assertThat(rig.up()).containsExactly("present 1", "state 1 ", "send 1 ");
    }

    @Test
    void castsPassBy() {
        LayerRig rig = LayerRig.alone(0, 2, new Xfer());
        rig.receiveCast(1, bytes("x"));
        assertThat(rig.delivered()).containsExactly("cast 1 x");
    }

    /** The channel below is reliable: what it hands up must be counted as handled, or the end of the view waits for it. */
    @Test
    void nonsenseIsCountedNotThrown() {
        LayerRig rig = LayerRig.alone(0, 2, new Xfer());
        rig.receiveSend(1, new byte[0]);
        rig.receiveSend(1, new byte[] {2, 1});
        assertThat(rig.count("xfer.malformed")).isEqualTo(2);
        assertThat(rig.count("bottom.malformed")).isZero();
        assertThat(rig.delivered()).isEmpty();
    }

    @Test
    void garbageNeverGetsOut() {
        LayerRig rig = LayerRig.alone(0, 3, new Xfer());
        Garbage garbage = new Garbage(rig, 3, 1).belowALoop();
        garbage.feed(5_000);
        garbage.spoil(5_000, Frame.SEND, List.of(bytes("\u0000a"), bytes("\u0001part")));
        assertThat(rig.count("xfer.malformed")).isPositive();
        rig.receiveSend(1, bytes("\u0001sane"));
        assertThat(rig.up()).endsWith("state 1 sane");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
