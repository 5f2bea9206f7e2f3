package dev.tutti.layer.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.kernel.Frame;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.Garbage;
import dev.tutti.layer.LayerRig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackTest {
    private static final int MAX_PACK_BYTES = 60_000;

    @Test
    void messagesComeOutAsTheyWentInWhateverTheirSize() {
        Random random = new Random(7);
        List<byte[]> messages = new ArrayList<>();
        for (int size : new int[] {0, 1, 63, 127, 128, 129, 16_383, 16_384, 59_997, 60_000, 200_000, 2_097_152}) {
            messages.add(random(random, size));
        }
        for (int i = 0; i < 5_000; i++) {
            messages.add(random(random, random.nextInt(300)));
        }
        assertThat(read(packed(messages))).containsExactlyElementsOf(messages);
    }

    @Test
    void packIsFilledUpToTheMaximumAndNotBeyond() {
        PackBuilder builder = new PackBuilder(100);
        builder.append(new byte[98], 1);
        assertThat(builder.length()).isEqualTo(99);
        assertThat(builder.fits(0)).isTrue();
        assertThat(builder.fits(1)).isFalse();
        assertThatThrownBy(() -> builder.append(new byte[1], 2)).isInstanceOf(IllegalStateException.class);
        assertThat(builder.count()).isEqualTo(1);
    }

    @Test
    void messageAboveTheMaximumGetsAPackOfItsOwn() {
        PackBuilder builder = new PackBuilder(100);
        builder.append(new byte[5_000], 1);
        assertThat(builder.fits(0)).isFalse();
        assertThat(builder.take().length()).isEqualTo(5_002);
    }

    @Test
    void packCarriesTheNumberOfItsLastMessage() {
        PackBuilder builder = new PackBuilder(100);
        builder.append(new byte[3], 41);
        builder.append(new byte[3], 42);
        assertThat(builder.take().tag()).isEqualTo(42);
    }

    @Test
    void loneMessageDoesNotCostAWholeFrameOfMemory() {
        PackBuilder builder = new PackBuilder(MAX_PACK_BYTES);
        builder.append(new byte[64], 1);
        assertThat(builder.take().array().length).isLessThan(3_000);
    }

    @Test
    void fullPackTakesNoMoreMemoryThanTheMaximumAndHeadRoom() {
        PackBuilder builder = new PackBuilder(MAX_PACK_BYTES);
        for (int pack = 0; pack < 3; pack++) {
            while (builder.fits(64)) {
                builder.append(new byte[64], 1);
            }
            assertThat(builder.take().array()).hasSize(MAX_PACK_BYTES + Packet.HEAD_ROOM_BYTES);
        }
    }

    @Test
    void emptyPackCannotBeTaken() {
        assertThatThrownBy(() -> new PackBuilder(100).take()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void runsPassTheLayerAsTheyAre() {
        LayerRig rig = LayerRig.alone(0, 2, new Pack());
        rig.receiveCast(1, new byte[] {1, 'a', 2, 'b', 'c'});
        rig.receiveSend(1, new byte[] {0});
        assertThat(rig.delivered()).containsExactly("cast 1 \1a\2bc", "send 1 \0");
    }

    @Test
    void whatIsNotARunIsDroppedAndCountedAndGivenBackAsCredit() {
        LayerRig rig = LayerRig.alone(0, 2, new Pack());
        byte[][] noRuns = {
            {}, // no message
            {2, 'a'}, // longer than the packet
            {1, 'a', (byte) 0x80}, // half a length
            {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x08}, // does not fit 31 bits
            {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0}, // too many bytes
            {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07}, // 2 GiB
        };
        long bytes = 0;
        for (byte[] noRun : noRuns) {
            rig.receiveCast(1, noRun);
            rig.receiveSend(1, noRun);
            bytes += 2L * noRun.length;
        }
        assertThat(rig.delivered()).isEmpty();
        assertThat(rig.count("pack.malformed")).isEqualTo(2L * noRuns.length);
        assertThat(rig.below().log().stream()
                        .mapToLong(line -> Long.parseLong(line.substring(11)))
                        .sum())
                .isEqualTo(bytes);
    }

    @Test
    void layerAndReaderAgreeOnWhatARunIs() {
        Random random = new Random(11);
        PackReader reader = new PackReader();
        int runs = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = random(random, random.nextInt(12));
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = random.nextInt(3) > 0 ? (byte) random.nextInt(4) : bytes[at];
            }
            Packet packet = Packet.of(bytes);
            boolean run = PackReader.isRun(packet);
            assertThat(run).isEqualTo(readable(reader, packet));
            runs += run ? 1 : 0;
        }
        assertThat(runs).isBetween(1_000, 199_000);
    }

    @Test
    void garbageNeverGetsOut() {
        LayerRig rig = LayerRig.alone(0, 2, new Pack());
        Garbage garbage = new Garbage(rig, 2, 3).belowALoop();
        garbage.feed(20_000);
        List<byte[]> runs = packed(List.of(new byte[3], new byte[200], new byte[0])).stream()
                .map(Packet::toBytes)
                .toList();
        garbage.spoil(5_000, Frame.CAST, runs);
        garbage.spoil(5_000, Frame.SEND, runs);
        assertThat(rig.count("pack.malformed")).isPositive();
    }

    private static boolean readable(PackReader reader, Packet packet) {
        try {
            int messages = 0;
            for (reader.reset(packet); reader.next(); messages++) {
                assertThat(reader.copy()).hasSize(reader.length());
            }
            return messages > 0;
        } catch (MalformedException noRun) {
            return false;
        }
    }

    private static List<Packet> packed(List<byte[]> messages) {
        PackBuilder builder = new PackBuilder(MAX_PACK_BYTES);
        List<Packet> packs = new ArrayList<>();
        for (byte[] message : messages) {
            if (!builder.fits(message.length)) {
                packs.add(builder.take());
            }
            builder.append(message, 1);
        }
        packs.add(builder.take());
        return packs;
    }

    private static List<byte[]> read(List<Packet> packs) {
        List<byte[]> messages = new ArrayList<>();
        PackReader reader = new PackReader();
        for (Packet pack : packs) {
            assertThat(PackReader.isRun(pack)).isTrue();
            for (reader.reset(pack); reader.next(); ) {
                messages.add(reader.copy());
            }
        }
        return messages;
    }

    private static byte[] random(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
