package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequestTest {
    @Test
    void readsAPostInOneLine() {
        assertThat(Request.parse("post Lunch? | At noon.\\nDownstairs."))
                .isEqualTo(new Request.Post("Lunch?", "At noon.\nDownstairs."));
        assertThat(Request.parse("post Lunch?")).isEqualTo(new Request.Post("Lunch?", null));
        assertThat(Request.parse("  POST  ")).isEqualTo(new Request.Post(null, null));
    }

    @Test
    void readsAReply() {
        assertThat(Request.parse("reply 00c0.1 yes, and no"))
                .isEqualTo(new Request.Reply("00c0.1", null, "yes, and no"));
        assertThat(Request.parse("reply 00c0.1 Other | yes")).isEqualTo(new Request.Reply("00c0.1", "Other", "yes"));
        assertThat(Request.parse("reply 00c0.1")).isEqualTo(new Request.Reply("00c0.1", null, null));
    }

    @Test
    void takesBackslashesAway() {
        assertThat(Request.parse("post a\\|b\\\\n | c\\|d\\e\\")).isEqualTo(new Request.Post("a|b\\n", "c|d\\e\\"));
    }

    @Test
    void readsTheRest() {
        assertThat(Request.parse("list")).isEqualTo(new Request.List());
        assertThat(Request.parse("read 1.2")).isEqualTo(new Request.Read("1.2"));
        assertThat(Request.parse("who")).isEqualTo(new Request.Who());
        assertThat(Request.parse("help")).isEqualTo(new Request.Help());
        assertThat(Request.parse("quit")).isEqualTo(new Request.Quit());
        assertThat(Request.parse("exit")).isEqualTo(new Request.Quit());
        assertThat(Request.parse(" ")).isEqualTo(new Request.Nothing());
    }

    @Test
    void saysWhatThereIs() {
        assertThatThrownBy(() -> Request.parse("delete 1"))
                .isInstanceOf(UsageException.class)
                .hasMessage("unknown command 'delete': there are post, reply, list, read, who, help, quit");
        assertThatThrownBy(() -> Request.parse("read")).hasMessage("read needs the id of a post, as list shows it");
        assertThatThrownBy(() -> Request.parse("reply ")).hasMessage("reply needs the id of a post, as list shows it");
    }
}
