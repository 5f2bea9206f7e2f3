package dev.tutti.layer.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class GbcastTest {
    private static byte[] plain(String body) {
        return marked(0, body);
    }

    private static byte[] last(String body) {
        return marked(1, body);
    }

    private static byte[] marked(int kind, String body) {
        Packet packet = Packet.of(body.getBytes(StandardCharsets.ISO_8859_1));
        packet.pushByte(kind);
        return packet.toBytes();
    }

    private static LayerRig member(int rank) {
        LayerRig rig = LayerRig.echoing(rank, 3, new Gbcast());
        for (int other = 0; other < 3; other++) {
            if (other != rank) {
                rig.receiveCast(other, plain(""));
            }
        }
        rig.takeUp();
        return rig;
    }

    @Test
    void plainCastsPassAtOnce() {
        LayerRig rig = member(0);
        rig.cast("own");
        rig.receiveCast(1, plain("other"));
        assertThat(rig.up()).containsExactly("cast 0 own", "cast 1 other");
    }

    @Test
    void whatIsToBeLastIsKeptAndAsksForTheEndOfTheView() {
        LayerRig rig = member(0);
        rig.receiveCast(1, last("g"));
        rig.receiveCast(2, plain("m"));
        assertThat(rig.up()).containsExactly("prompt", "cast 2 m");
        assertThat(rig.stack().heldBytes()).containsEntry("gbcast", 1L);
    }

    @Test
    void atTheEndItIsDeliveredAfterEverythingElseByRankOfTheSender() {
        LayerRig rig = member(1);
        rig.receiveCast(2, last("g2"));
        rig.gbcast("g1");
        rig.receiveCast(2, last("h2"));
        rig.receiveCast(0, last("g0"));
        rig.receiveCast(0, plain("m"));
        rig.takeUp();
        rig.below().settledUp();
        assertThat(rig.up()).containsExactly("gbcast 0 g0", "gbcast 1 g1", "gbcast 2 g2", "gbcast 2 h2", "settled");
    }

    @Test
    void aMemberThatGoesOnAloneDeliversWhatItKeeps() {
        LayerRig rig = member(1);
        rig.receiveCast(2, last("g"));
        rig.takeUp();
        rig.stack().retire();
        assertThat(rig.up()).containsExactly("gbcast 2 g");
    }

    @Test
    void headersAreGivenBackWithTheBytesBehindThem() {
        LayerRig rig = member(0);
        rig.receiveCast(1, plain("four"));
        rig.receiveCast(1, last("five!"));
        rig.consume(1, 4);
        rig.consume(1, 5);
        assertThat(rig.below().log()).containsExactly("consumed 1 7", "consumed 1 5");
    }

    @Test
    void nonsenseIsDroppedCountedAndGivenBack() {
        LayerRig rig = member(0);
        rig.receiveCast(1, marked(7, "abc"));
        rig.receiveCast(1, new byte[0]);
        assertThat(rig.up()).isEmpty();
        assertThat(rig.count("gbcast.malformed")).isEqualTo(2);
        assertThat(rig.below().log()).containsExactly("consumed 1 4", "consumed 1 0");
    }

    @Test
    void garbageDoesNoHarm() {
        LayerRig rig = member(0);
        Garbage garbage = new Garbage(rig, 3, 1).belowALoop();
        garbage.feed(2_000);
        garbage.spoil(2_000, Frame.CAST, List.of(plain("p"), last("g")));
        rig.below().settledUp();
        assertThat(rig.up()).contains("settled");
    }
}
