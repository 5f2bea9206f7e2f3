package dev.tutti.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final String GOLDEN = "54" + "01" + "02" + "00" + "5c97b8a0" + "1122334455667788" + "0102" + "aabb";

    @Test
    void theHeaderHasTheBytesThatStandInTheManual() {
        Packet packet = Packet.of(HexFormat.of().parseHex("aabb"));
        Frame.push(packet, Frame.SEND, 0x1122334455667788L, 258);
        assertThat(HexFormat.of().formatHex(packet.toBytes())).isEqualTo(GOLDEN);
        assertThat(packet.length()).isEqualTo(Frame.HEADER_BYTES + 2);
    }

    @Test
    void theHeaderIsReadWithoutMovingThePacket() {
        byte[] bytes = HexFormat.of().parseHex("ffff" + GOLDEN + "ff");
        Packet frame = Packet.wrap(bytes, 2, bytes.length - 1);
        assertThat(Frame.inspect(frame)).isEqualTo(Frame.Verdict.ACCEPTED);
        assertThat(Frame.kind(frame)).isEqualTo(Frame.SEND);
        assertThat(Frame.connection(frame)).isEqualTo(0x1122334455667788L);
        assertThat(Frame.rank(frame)).isEqualTo(258);
        assertThat(frame.length()).isEqualTo(Frame.HEADER_BYTES + 2);
    }

    @Test
    void ranksAndConnectionsOfAllSizesComeBack() {
        Random random = new Random(1);
        for (int rank : new int[] {0, 1, 127, 128, 255, 256, 32_768, 65_535}) {
            long connection = random.nextLong();
            Packet packet = Packet.empty(0);
            Frame.push(packet, Frame.CAST, connection, rank);
            assertThat(Frame.inspect(packet)).isEqualTo(Frame.Verdict.ACCEPTED);
            assertThat(Frame.rank(packet)).isEqualTo(rank);
            assertThat(Frame.connection(packet)).isEqualTo(connection);
        }
    }

    @Test
    void shortFramesAreTruncated() {
        byte[] whole = HexFormat.of().parseHex(GOLDEN);
        for (int length = 0; length < Frame.HEADER_BYTES; length++) {
            assertThat(inspect(Arrays.copyOf(whole, length))).isEqualTo(Frame.Verdict.TRUNCATED);
        }
        assertThat(inspect(Arrays.copyOf(whole, Frame.HEADER_BYTES))).isEqualTo(Frame.Verdict.CORRUPT);
    }

    @Test
    void otherMagicKindsAndFlagsAreForeignAndOtherVersionsUnknown() {
        for (int value = 0; value < 256; value++) {
            assertThat(inspect(with(0, value)))
                    .isEqualTo(value == Frame.MAGIC ? Frame.Verdict.ACCEPTED : Frame.Verdict.FOREIGN);
            assertThat(inspect(with(1, value)))
                    .isEqualTo(value == Frame.VERSION ? Frame.Verdict.ACCEPTED : Frame.Verdict.UNKNOWN_VERSION);
            Frame.Verdict ofAnotherKind = value <= Frame.LOCAL ? Frame.Verdict.CORRUPT : Frame.Verdict.FOREIGN;
            assertThat(inspect(with(2, value))).isEqualTo(value == Frame.SEND ? Frame.Verdict.ACCEPTED : ofAnotherKind);
            assertThat(inspect(with(3, value))).isEqualTo(value == 0 ? Frame.Verdict.ACCEPTED : Frame.Verdict.FOREIGN);
        }
    }

    @Test
    void eachChangedBitIsNoticed() {
        byte[] whole = HexFormat.of().parseHex(GOLDEN);
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] changed = whole.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(inspect(changed)).isNotEqualTo(Frame.Verdict.ACCEPTED);
        }
        for (int length = 0; length < whole.length; length++) {
            assertThat(inspect(Arrays.copyOf(whole, length))).isNotEqualTo(Frame.Verdict.ACCEPTED);
        }
    }

    /** Random bytes, with a true beginning as often as not: none is accepted, and nothing is read beyond its end. */
    @Test
    void whateverTheBytesTheyAreJudged() {
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            byte[] header = {Frame.MAGIC, Frame.VERSION, (byte) random.nextInt(4), 0};
            System.arraycopy(header, 0, bytes, 0, Math.min(random.nextInt(5), bytes.length));
            assertThat(inspect(bytes)).isNotEqualTo(Frame.Verdict.ACCEPTED);
        }
    }

    private static byte[] with(int at, int value) {
        byte[] copy = HexFormat.of().parseHex(GOLDEN);
        copy[at] = (byte) value;
        return copy;
    }

    private static Frame.Verdict inspect(byte[] bytes) {
        return Frame.inspect(Packet.wrap(bytes, 0, bytes.length));
    }
}
