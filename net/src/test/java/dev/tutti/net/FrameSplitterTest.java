package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameSplitterTest {
    @Test
    void framesComeOutWholeHoweverTheStreamIsCut() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<byte[]> sent = new ArrayList<>();
            ByteBuf stream = Unpooled.buffer();
            for (int i = 0; i < 20; i++) {
                byte[] frame = new byte[random.nextInt(Frame.HEADER_BYTES, random.nextBoolean() ? 40 : 3_000)];
                random.nextBytes(frame);
                sent.add(frame);
                stream.writeInt(frame.length).writeBytes(frame);
            }
            List<byte[]> received = new ArrayList<>();
            FrameSplitter splitter = new FrameSplitter();
            int largest = random.nextInt(1, 500);
            while (stream.isReadable()) {
                int part = Math.min(stream.readableBytes(), random.nextInt(1, largest + 1));
                assertThat(splitter.feed(stream.readSlice(part), frame -> received.add(frame.toBytes())))
                        .isTrue();
            }
            assertThat(splitter.partial()).isFalse();
            assertThat(received).as("seed %d", seed).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void aLengthThatCannotBeEndsTheStream() {
        for (int length : new int[] {0, Frame.HEADER_BYTES - 1, FrameSplitter.MAX_BYTES + 1, -1, Integer.MIN_VALUE}) {
            ByteBuf stream = Unpooled.buffer().writeInt(length).writeZero(100);
            assertThat(new FrameSplitter().feed(stream, frame -> {}))
                    .as("%d", length)
                    .isFalse();
        }
    }

    /** Streams in which a false length comes sooner or later, against a plain reading of the whole. */
    @Test
    void ofAnyStreamTheFramesBeforeTheFirstFalseLengthComeOut() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ByteBuf stream = Unpooled.buffer();
            for (int i = random.nextInt(6); i > 0; i--) {
                int length = random.nextInt(Frame.HEADER_BYTES - 1, 60);
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                stream.writeInt(length).writeBytes(noise);
            }
            byte[] tail = new byte[random.nextInt(50)];
            random.nextBytes(tail);
            stream.writeBytes(tail);
            List<byte[]> expected = new ArrayList<>();
            boolean good = plainly(stream.duplicate(), expected);
            List<byte[]> received = new ArrayList<>();
            FrameSplitter splitter = new FrameSplitter();
            boolean fed = true;
            while (fed && stream.isReadable()) {
                int part = random.nextInt(1, stream.readableBytes() + 1);
                fed = splitter.feed(stream.readSlice(part), frame -> received.add(frame.toBytes()));
            }
            assertThat(fed).as("seed %d", seed).isEqualTo(good);
            assertThat(received).as("seed %d", seed).containsExactlyElementsOf(expected);
        }
    }

    private static boolean plainly(ByteBuf stream, List<byte[]> frames) {
        while (stream.readableBytes() >= Integer.BYTES) {
            int length = stream.readInt();
            if (length < Frame.HEADER_BYTES || length > FrameSplitter.MAX_BYTES) {
                return false;
            }
            if (length > stream.readableBytes()) {
                return true;
            }
            byte[] frame = new byte[length];
            stream.readBytes(frame);
            frames.add(frame);
        }
        return true;
    }

    @Test
    void aFrameOfWhichAPartIsMissingIsNeverHandedOn() {
        List<Object> received = new ArrayList<>();
        FrameSplitter splitter = new FrameSplitter();
        splitter.feed(Unpooled.buffer().writeInt(100).writeZero(99), received::add);
        assertThat(received).isEmpty();
        assertThat(splitter.partial()).isTrue();
    }
}
