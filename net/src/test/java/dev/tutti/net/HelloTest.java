package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HelloTest {
    private static final Hello HELLO = new Hello(Hello.CONNECT, 5, 0x0123456789ABCDEFL, new Address("10.0.0.1", 7800));
    private static final String GOLDEN = "54555449" // magic
            + "01" // version
            + "01" // kind
            + "001c" // length of the rest
            + "0000000000000005" // capabilities
            + "0123456789abcdef" // node id
            + "1e78" // port
            + "0008" // length of the host
            + "31302e302e302e31"; // host

    private static ByteBuf written() {
        ByteBuf out = Unpooled.buffer();
        HELLO.write(out);
        return out;
    }

    @Test
    void theBytesAreThoseInTheSpecification() {
        assertThat(ByteBufUtil.hexDump(written())).isEqualTo(GOLDEN);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        ByteBuf bytes = written().writeByte(9);
        assertThat(Hello.read(bytes, Hello.CONNECT)).isEqualTo(new Hello.Reading.Complete(HELLO));
        assertThat(bytes.readableBytes()).as("left for the frames").isEqualTo(1);
    }

    @Test
    void everyBeginningIsPartialAndConsumesNothing() {
        ByteBuf whole = written();
        for (int length = 0; length < whole.readableBytes(); length++) {
            ByteBuf part = whole.copy(0, length);
            assertThat(Hello.read(part, Hello.CONNECT)).isInstanceOf(Hello.Reading.Partial.class);
            assertThat(part.readerIndex()).isZero();
        }
    }

    @Test
    void anotherVersionIsToldFromGarbage() {
        assertThat(Hello.read(written().setByte(4, 9), Hello.CONNECT)).isEqualTo(new Hello.Reading.OtherVersion(9));
        assertThat(Hello.read(written().setByte(0, 'G'), Hello.CONNECT)).isInstanceOf(Hello.Reading.Foreign.class);
        assertThat(Hello.read(written(), Hello.ACCEPT)).isInstanceOf(Hello.Reading.Foreign.class);
        assertThat(Hello.read(written().setShort(6, 2_000), Hello.CONNECT)).isInstanceOf(Hello.Reading.Foreign.class);
        assertThat(Hello.read(written().setShort(26, 9), Hello.CONNECT)).isInstanceOf(Hello.Reading.Foreign.class);
    }

    @Test
    void fieldsThatALaterReleaseAppendsAreSkipped() {
        ByteBuf longer = written().setShort(6, 0x1c + 4).writeInt(77);
        assertThat(Hello.read(longer, Hello.CONNECT)).isEqualTo(new Hello.Reading.Complete(HELLO));
        assertThat(longer.isReadable()).isFalse();
    }

    @Test
    void noBytesMakeItThrow() {
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ByteBuf bytes = written();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes.setByte(random.nextInt(bytes.readableBytes()), random.nextInt(256));
            }
            bytes.writerIndex(random.nextInt(bytes.readableBytes() + 1));
            assertThat(Hello.read(bytes, Hello.CONNECT)).isNotNull();
        }
    }
}
