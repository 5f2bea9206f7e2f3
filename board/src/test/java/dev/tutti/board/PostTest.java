package dev.tutti.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostTest {
    private static final PostId ID = new PostId(-1, 1);

    private static Post post(String subject, String text) {
        return new Post(ID, null, "ann", 0, subject, text);
    }

    @Test
    void takesTheLongestSubjectAndText() {
        Post post = post("s".repeat(Post.MAX_SUBJECT_LENGTH), "ä".repeat(Post.MAX_TEXT_BYTES / 2));

        assertThat(BoardCodec.decode(BoardCodec.encode(post))).isEqualTo(post);
    }

    @Test
    void saysWhatToDoAboutASubjectThatIsTooLong() {
        assertThatThrownBy(() -> post("s".repeat(201), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the subject has 201 characters; 200 are allowed: put the rest into the text");
    }

    @Test
    void countsTheTextInBytes() {
        assertThatThrownBy(() -> post("s", "ä".repeat(Post.MAX_TEXT_BYTES / 2 + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the text has 65538 bytes; 65536 are allowed: split it into two posts");
    }

    @Test
    void refusesASubjectThatIsEmptyOrNoLine() {
        assertThatThrownBy(() -> post(" ", "")).hasMessage("a post needs a subject");
        assertThatThrownBy(() -> post("a\nb", "")).hasMessage("a subject is one line without control characters");
        assertThatThrownBy(() -> post("\u001b[2J", "")).hasMessage("a subject is one line without control characters");
    }

    @Test
    void refusesAReplyToItself() {
        assertThatThrownBy(() -> new Post(ID, ID, "ann", 0, "s", "")).hasMessage("a post cannot answer itself");
    }

    @Test
    void readsTheIdsThatItPrints() {
        assertThat(ID).hasToString("ffffffffffffffff.1");
        assertThat(PostId.parse("ffffffffffffffff.1")).isEqualTo(ID);
        assertThat(PostId.parse("00c0ffee00c0ffee.12")).isEqualTo(new PostId(0x00c0ffee00c0ffeeL, 12));
    }

    @Test
    void refusesWhatIsNoId() {
        for (String text :
                new String[] {"", ".", "1", "ff.1", "ffffffffffffffff.0", "ffffffffffffffff.x", "gfffffffffffffff.1"}) {
            assertThatThrownBy(() -> PostId.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not a post's id");
        }
    }
}
