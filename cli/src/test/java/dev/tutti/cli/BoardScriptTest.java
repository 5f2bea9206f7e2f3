package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Boards driven by scripts, on real sockets of this machine, in this process. */
class BoardScriptTest {
    private static final String BOARD = "board --json --group g --preset local --name ";

    @Test
    void takesCommandsAndShowsPostsAsTheyCome() throws Exception {
        try (Session ann = new Session(BOARD + "ann --found")) {
            Map<String, Object> joining = ann.awaitEvent("joining");
            assertThat(joining.get("name")).isEqualTo("ann");
            assertThat(ann.awaitEvent("alone").get("message").toString()).contains("exists only here");
            ann.type("post Lunch? | At noon.\\nDownstairs.");
            Object id = ann.awaitEvent("posted").get("id");

            try (Session bob = new Session(BOARD + "bob --seeds " + joining.get("address"))) {
                assertThat(bob.awaitEvent("post"))
                        .containsEntry("id", id)
                        .containsEntry("parent", null)
                        .containsEntry("from", "ann")
                        .containsEntry("subject", "Lunch?")
                        .containsEntry("text", "At noon.\nDownstairs.");
                assertThat(bob.awaitEvent("received"))
                        .containsEntry("from", "ann")
                        .containsEntry("posts", 1L);
                ann.awaitEvent("together");
                bob.type("reply " + id + " yes", "who", "list", "read " + id, "help");

                assertThat(ann.awaitEvent("post")).containsEntry("parent", id).containsEntry("subject", "Re: Lunch?");
                assertThat(bob.awaitEvent("who"))
                        .containsEntry("self", "bob")
                        .containsEntry("members", List.of("ann", "bob"));
                String bobsList = bob.await("\"list\"");
                assertThat(bob.awaitEvent("read")).containsEntry("subject", "Lunch?");
                assertThat(bob.awaitEvent("help").get("commands").toString()).contains("post SUBJECT");
                ann.type("list");
                assertThat(ann.await("\"list\"")).isEqualTo(bobsList).contains("\"depth\":1");
                bob.type("quit");
                assertThat(bob.exitCode()).isZero();
            }
            ann.awaitEvent("alone");
            assertThat(ann.end()).isZero();
            assertThat(ann.printed()).last().isEqualTo("{\"event\":\"left\"}");
        }
    }

    @Test
    void saysWhatToDoAboutALineThatIsTooLong() throws Exception {
        try (Session ann = new Session(BOARD + "ann --found")) {
            ann.type("post long | " + "x".repeat(BoardScript.MAX_LINE_BYTES), "post short");
            ann.awaitEvent("posted");

            assertThat(ann.end()).isEqualTo(ExitCode.PAYLOAD_TOO_LARGE.number());
            assertThat(ann.errors()).contains("are allowed: split its text into two posts");
        }
    }

    @Test
    void refusesInOneLineAndGoesOn() throws Exception {
        try (Session ann = new Session(BOARD + "ann --found --max-posts 1")) {
            ann.type("post one", "post two", "reply 1.1 what?", "delete", "list");
            ann.awaitEvent("list");

            assertThat(ann.end()).isEqualTo(ExitCode.BOARD_FULL.number());
            assertThat(ann.errors().lines().filter(line -> line.startsWith("tutti board: ")))
                    .hasSize(3)
                    .anyMatch(line -> line.contains("the board is full (1 posts"))
                    .anyMatch(line -> line.contains("no post 1.1 on the board"))
                    .anyMatch(line -> line.contains("there are post, reply, list"));
        }
    }
}
