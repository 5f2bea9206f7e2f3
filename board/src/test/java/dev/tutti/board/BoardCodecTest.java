package dev.tutti.board;

import static dev.tutti.board.Posts.boardOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.kernel.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoardCodecTest {
    private static final Post REPLY =
            new Post(new PostId(0x0102030405060708L, 300), new PostId(9, 1), "ann", 0x7fL, "hé", "yes");

    @Test
    void writesTheBytesThatTheFormatSays() {
        assertThat(HexFormat.ofDelimiter(" ").formatHex(BoardCodec.encode(REPLY)))
                .isEqualTo("01 "
                        + "01 02 03 04 05 06 07 08 ac 02 "
                        + "01 00 00 00 00 00 00 00 09 01 "
                        + "03 61 6e 6e "
                        + "00 00 00 00 00 00 00 7f "
                        + "03 68 c3 a9 "
                        + "03 79 65 73");
    }

    @Test
    void readsAPostThatItWrote() {
        Post first = new Post(new PostId(-5, 1), null, "bob", -1, "first", "");

        assertThat(BoardCodec.decode(BoardCodec.encode(REPLY))).isEqualTo(REPLY);
        assertThat(BoardCodec.decode(BoardCodec.encode(first))).isEqualTo(first);
    }

    @Test
    void refusesAPostThatIsCutShortOrHasBytesLeftOver() {
        byte[] bytes = BoardCodec.encode(REPLY);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> BoardCodec.decode(cut)).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> BoardCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesAnotherVersion() {
        byte[] bytes = BoardCodec.encode(REPLY);
        bytes[0] = 2;

        assertThatThrownBy(() -> BoardCodec.decode(bytes)).isInstanceOf(MalformedException.class);
    }

    @Test
    void anyBytesAreAPostOrMalformed() {
        Random random = new Random(42);
        byte[] good = BoardCodec.encode(REPLY);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = i % 2 == 0 ? noise(random, random.nextInt(80)) : damaged(random, good);
            try {
                Post post = BoardCodec.decode(bytes);
                assertThat(BoardCodec.decode(BoardCodec.encode(post))).isEqualTo(post);
            } catch (MalformedException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void readsABoardThatItWroteHeldRepliesIncluded() throws IOException {
        Board board = boardOf(Posts.random(new Random(7), 500));
        assertThat(board.heldSize()).isPositive();

        Board copy = read(write(board.everything()));

        assertThat(copy.everything()).isEqualTo(board.everything());
        assertThat(copy.threads()).isEqualTo(board.threads());
        assertThat(copy.heldSize()).isEqualTo(board.heldSize());
    }

    @Test
    void refusesABoardThatIsCutShort() throws IOException {
        byte[] bytes = write(List.of(REPLY, Posts.post(1, 1)));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesABoardAfterWhichSomethingFollows() throws IOException {
        byte[] bytes = write(List.of(REPLY, Posts.post(1, 1)));
        byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> read(more)).isInstanceOf(IOException.class).hasMessageContaining("follows");
    }

    /** Its sender may die when all posts have come, but not the word that this is all. */
    @Test
    void refusesABoardWhoseEndDoesNotCome() throws IOException {
        InputStream unfinished = new SequenceInputStream(
                new ByteArrayInputStream(write(List.of(REPLY, Posts.post(1, 1)))), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the sender is gone");
                    }

                    @Override
                    public int read(byte[] to, int offset, int length) throws IOException {
                        return read();
                    }
                });
        assertThatThrownBy(() -> BoardCodec.read(unfinished, BoardLimits.DEFAULT))
                .hasMessage("the sender is gone");
    }

    @Test
    void anyBytesAreABoardOrAnIOException() throws IOException {
        Random random = new Random(43);
        byte[] good = write(Posts.random(random, 20));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = i % 10 == 0 ? noise(random, random.nextInt(200)) : damaged(random, good);
            try {
                assertThat(read(bytes).dropped()).isZero();
            } catch (IOException expected) {
                assertThat(expected).isNotNull();
            }
        }
    }

    @Test
    void refusesALengthThatNoPostHasBeforeItAllocates() {
        byte[] bytes = HexFormat.of().parseHex("544201" + "7fffffff");

        assertThatThrownBy(() -> read(bytes)).isInstanceOf(IOException.class).hasMessageContaining("too long");
    }

    @Test
    void refusesABoardAboveWhatTheLimitsBear() throws IOException {
        byte[] bytes = write(List.of(Posts.post(1, 1), Posts.post(1, 2), Posts.post(1, 3)));

        assertThatThrownBy(() -> BoardCodec.read(new ByteArrayInputStream(bytes), new BoardLimits(1, 1_000_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than the limits");
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (length > 0 && random.nextBoolean()) {
            bytes[0] = 1; // past the version check
        }
        return bytes;
    }

    private static byte[] damaged(Random random, byte[] good) {
        byte[] bytes = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length + 1) : good.length);
        for (int hits = 1 + random.nextInt(3); hits > 0 && bytes.length > 0; hits--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] write(List<Post> posts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BoardCodec.write(posts, out);
        return out.toByteArray();
    }

    private static Board read(byte[] bytes) throws IOException {
        return BoardCodec.read(new ByteArrayInputStream(bytes), BoardLimits.DEFAULT);
    }
}
