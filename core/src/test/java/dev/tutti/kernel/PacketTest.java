package dev.tutti.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketTest {
    @Test
    void whatIsPushedLastIsPoppedFirst() {
        Packet packet = Packet.of(new byte[] {7});
        packet.pushLong(0x0102030405060708L);
        packet.pushInt(-2);
        packet.pushByte(0x1FF);
        assertThat(packet.length()).isEqualTo(14);
        assertThat(packet.popByte()).isEqualTo(0xFF);
        assertThat(packet.popInt()).isEqualTo(-2);
        assertThat(packet.popLong()).isEqualTo(0x0102030405060708L);
        assertThat(packet.toBytes()).containsExactly(7);
    }

    @Test
    void numbersAreBigEndian() {
        Packet packet = Packet.empty(0);
        packet.pushLong(0x0102030405060708L);
        packet.pushInt(0x0A0B0C0D);
        assertThat(packet.toBytes()).containsExactly(10, 11, 12, 13, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void poppingMoreThanThereIsIsMalformed() {
        byte[] around = new byte[32];
        for (int length = 0; length < 8; length++) {
            Packet packet = Packet.wrap(around, 8, 8 + length);
            assertThatThrownBy(packet::popLong).isInstanceOf(MalformedException.class);
            assertThat(packet.length()).as("nothing was taken").isEqualTo(length);
        }
        assertThatThrownBy(() -> Packet.wrap(around, 8, 11).popInt()).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Packet.wrap(around, 8, 8).popByte()).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Packet.wrap(around, 8, 8).popVarint()).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Packet.wrap(around, 8, 10).skip(3)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Packet.wrap(around, 8, 10).skip(-1)).isInstanceOf(MalformedException.class);
    }

    @Test
    void numbersOfAnySizeComeBack() {
        int[] edges = {0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, 268_435_456, Integer.MAX_VALUE};
        int[] bytes = {1, 1, 2, 2, 3, 3, 4, 4, 5, 5};
        for (int i = 0; i < edges.length; i++) {
            Packet packet = Packet.empty(0);
            packet.appendVarint(edges[i]);
            assertThat(packet.length()).isEqualTo(bytes[i]);
            byte[] written = packet.toBytes();
            assertThat(packet.popVarint()).isEqualTo(edges[i]);
            assertThat(packet.length()).isZero();
            packet.pushVarint(edges[i]);
            assertThat(packet.toBytes()).isEqualTo(written);
            assertThat(Packet.varintBytes(edges[i])).isEqualTo(bytes[i]);
        }
    }

    @Test
    void numbersAbove31BitsOrWithoutEndAreMalformed() {
        byte[][] wrong = {
            {-1, -1, -1, -1, 0x08},
            {-1, -1, -1, -1, 0x0F},
            {-128, -128, -128, -128, 0x10},
            {-128, -128, -128, -128, -128},
            {-128, -128, -128, -128, -128, 1},
            {-128},
            {-1, -1, -1, -1}
        };
        for (byte[] bytes : wrong) {
            assertThatThrownBy(() -> Packet.of(bytes).popVarint())
                    .as(Arrays.toString(bytes))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aBodyGrowsAsItIsAppendedTo() {
        Packet packet = Packet.empty(1);
        byte[] expected = new byte[10_000];
        Random random = new Random(1);
        random.nextBytes(expected);
        for (int at = 0; at < expected.length; ) {
            int part = Math.min(expected.length - at, random.nextInt(300));
            packet.append(expected, at, part);
            at += part;
        }
        packet.pushInt(5);
        assertThat(packet.popInt()).isEqualTo(5);
        assertThat(packet.toBytes()).isEqualTo(expected);
    }

    /** More headers than any stack has: the packet moves to a larger array, and others on the old one do not notice. */
    @Test
    void headRoomGrowsWhenItIsUsedUp() {
        Packet packet = Packet.of(new byte[] {9});
        Packet other = packet.duplicate();
        for (int i = 0; i < 100; i++) {
            packet.pushLong(i);
        }
        for (int i = 99; i >= 0; i--) {
            assertThat(packet.popLong()).isEqualTo(i);
        }
        assertThat(packet.toBytes()).containsExactly(9);
        assertThat(other.toBytes()).containsExactly(9);
    }

    @Test
    void aPacketOverAFullArrayCanBePushedTo() {
        byte[] array = {1, 2, 3};
        Packet packet = Packet.wrap(array, 0, 3);
        packet.pushByte(8);
        assertThat(packet.toBytes()).containsExactly(8, 1, 2, 3);
        assertThat(array).containsExactly(1, 2, 3);
    }

    @Test
    void duplicatesShareTheBodyAndPushTheirHeadersOneAfterTheOther() {
        Packet kept = Packet.of(new byte[] {1, 2, 3});
        Packet first = kept.duplicate();
        first.pushLong(11);
        assertThat(first.popLong()).isEqualTo(11);
        Packet second = kept.duplicate();
        second.pushInt(22);
        assertThat(second.popInt()).isEqualTo(22);
        assertThat(kept.toBytes()).containsExactly(1, 2, 3);
        assertThat(first.toBytes()).containsExactly(1, 2, 3);
        assertThat(second.toBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void aCopySharesNothing() {
        Packet packet = Packet.of(new byte[] {1, 2, 3});
        packet.tag(5);
        Packet copy = packet.copy();
        packet.array()[packet.start()] = 9;
        assertThat(copy.toBytes()).containsExactly(1, 2, 3);
        assertThat(copy.tag()).isEqualTo(5);
        assertThat(copy.start()).isEqualTo(Packet.HEAD_ROOM_BYTES);
    }

    @Test
    void tagsTravelWithDuplicatesButNotWithSlices() {
        Packet packet = Packet.of(new byte[] {1, 2, 3});
        packet.tag(7);
        assertThat(packet.duplicate().tag()).isEqualTo(7);
        assertThat(packet.slice(0, 2).tag()).isZero();
    }

    @Test
    void aSliceIsAPart() {
        Packet packet = Packet.wrap(new byte[] {0, 1, 2, 3, 4}, 1, 5);
        assertThat(packet.slice(1, 2).toBytes()).containsExactly(2, 3);
        assertThat(packet.slice(4, 0).length()).isZero();
        assertThatThrownBy(() -> packet.slice(3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.slice(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Packet.wrap(new byte[3], 2, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
