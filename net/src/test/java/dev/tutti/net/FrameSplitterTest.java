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

    @Test
    void aFrameOfWhichAPartIsMissingIsNeverHandedOn() {
        List<Object> received = new ArrayList<>();
        FrameSplitter splitter = new FrameSplitter();
        splitter.feed(Unpooled.buffer().writeInt(100).writeZero(99), received::add);
        assertThat(received).isEmpty();
        assertThat(splitter.partial()).isTrue();
    }
}
