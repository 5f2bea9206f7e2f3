package dev.tutti.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void whatIsWrittenHasTheBytesThatStandInTheManual() {
        Packet packet = new WireWriter()
                .putByte(0x1FF)
                .putLong(-2)
                .putCount(300)
                .putNumber(300)
                .putFlag(true)
                .putFlag(false)
                .putText("h\u00e9")
                .putLongs(new long[] {1, 256})
                .putPacket(Packet.of(new byte[] {9, 8}))
                .toPacket();
        assertThat(HexFormat.of().formatHex(packet.toBytes()))
                .isEqualTo("ff" + "fffffffffffffffe" + "ac02" + "ac02" + "01" + "00" + "0368c3a9" + "02"
                        + "0000000000000001" + "0000000000000100" + "0908");
    }

    @Test
    void whatIsWrittenIsRead() {
        Packet packet = new WireWriter()
                .putByte(200)
                .putLong(Long.MIN_VALUE)
                .putCount(Integer.MAX_VALUE)
                .putNumber(0)
                .putNumber(Long.MAX_VALUE)
                .putFlag(true)
                .putText("")
                .putText("\u03b1\ud83d\ude00")
                .putLongs(new long[0])
                .putLongs(new long[] {-1, 5})
                .toPacket();
        WireReader in = new WireReader(packet);
        assertThat(in.getByte()).isEqualTo(200);
        assertThat(in.getLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.getCount(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(in.getNumber()).isZero();
        assertThat(in.getNumber()).isEqualTo(Long.MAX_VALUE);
        assertThat(in.getFlag()).isTrue();
        assertThat(in.getText(0)).isEmpty();
        assertThat(in.getText(6)).isEqualTo("\u03b1\ud83d\ude00");
        assertThat(in.getLongs()).isEmpty();
        assertThat(in.getLongs(2)).containsExactly(-1, 5);
        assertThat(in.remaining()).isZero();
        in.end();
    }

    @Test
    void limitsAreKept() {
        malformed(() -> new WireReader(Packet.of(new byte[] {6})).getCount(5));
        malformed(() -> new WireReader(Packet.of(new byte[] {2})).getFlag());
        malformed(() -> new WireReader(Packet.of(new byte[] {-1, -1})).getNumber());
        malformed(() -> new WireReader(Packet.of(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 0})).getNumber());
        malformed(() -> new WireReader(Packet.of(new byte[] {2, 'a', 'b'})).getText(1));
        malformed(() -> new WireReader(Packet.of(new byte[] {3, 'a', 'b'})).getText(9));
        malformed(() -> new WireReader(Packet.of(new byte[] {1, -1})).getText(9));
        malformed(() -> new WireReader(Packet.of(new byte[] {2, -61, 40})).getText(9));
        malformed(() -> new WireReader(Packet.of(new byte[1])).end());
        byte[] two = new byte[17];
        two[0] = 2;
        assertThat(new WireReader(Packet.of(two)).getLongs()).hasSize(2);
        malformed(() -> new WireReader(Packet.of(two)).getLongs(1));
        for (int length = 0; length < two.length; length++) {
            byte[] shorter = Arrays.copyOf(two, length);
            malformed(() -> new WireReader(Packet.of(shorter)).getLongs());
        }
    }

    @Test
    void aNegativeCountIsTheWritersError() {
        assertThatIllegalArgumentException().isThrownBy(() -> new WireWriter().putCount(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new WireWriter().putNumber(-1));
    }

    @Test
    void longTextsAreWrittenWhole() {
        String text = "\u00fc".repeat(5_000);
        Packet packet = new WireWriter().putText(text).toPacket();
        assertThat(packet.length()).isEqualTo(2 + 10_000);
        assertThat(new WireReader(packet).getText(10_000)).isEqualTo(text);
    }

    @Test
    void whateverTheBytesTheyAreReadOrMalformed() {
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            WireReader in = new WireReader(Packet.of(bytes));
            try {
                for (int before = in.remaining() + 1; in.remaining() < before; ) {
                    before = in.remaining();
                    read(in, random.nextInt(7));
                    assertThat(in.remaining()).isBetween(0, before);
                }
            } catch (MalformedException nonsense) {
                refused++;
            }
        }
        assertThat(refused).as("there is always an end").isEqualTo(50_000);
    }

    private static void read(WireReader in, int what) {
        switch (what) {
            case 0 -> in.getByte();
            case 1 -> in.getLong();
            case 2 -> assertThat(in.getCount(1_000)).isBetween(0, 1_000);
            case 3 -> in.getFlag();
            case 4 -> assertThat(in.getText(8).length()).isLessThanOrEqualTo(8);
            case 5 -> in.getLongs();
            default -> in.getLongs(2);
        }
    }

    private static void malformed(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(MalformedException.class);
    }
}
