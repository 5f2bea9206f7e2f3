package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.Left;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.board.BoardClient;
import dev.tutti.board.BoardLimits;
import dev.tutti.board.BoardListener;
import dev.tutti.board.Post;
import dev.tutti.board.PostId;
import dev.tutti.net.Tutti;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Boards in a terminal, on real sockets of this machine. */
class BoardTerminalTest {
    private static final InstantSource TIME = InstantSource.fixed(Instant.ofEpochSecond(1_000));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Typist ann;
    private Node annsNode;
    private BoardClient annsBoard;

    @BeforeEach
    void annFounds() throws Exception {
        ann = closing(new Typist());
        annsNode = closing(Tutti.start(Options.local().name("ann").found(), notice -> {}));
        annsBoard = join(annsNode, ann.terminal());
        ann.run(annsBoard);
        ann.await("* help lists the commands", "ann@team> ");
    }

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private <T extends AutoCloseable> T closing(T later) {
        open.push(later);
        return later;
    }

    private BoardClient join(Node node, BoardListener listener) {
        return closing(BoardClient.join(node, "team", BoardLimits.DEFAULT, TIME, listener));
    }

    private Typist bob() throws Exception {
        Typist bob = closing(new Typist());
        Options options = Options.local().name("bob").seeds(annsNode.address().toString());
        bob.run(join(closing(Tutti.start(options, notice -> {})), bob.terminal()));
        return bob;
    }

    /** Posts that nobody has on a board; a terminal shows them all the same. */
    private static List<Post> posts(int count) {
        List<Post> posts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            posts.add(new Post(new PostId(1, i), null, "eve", 0, "subject " + i + ".", "text " + i + "."));
        }
        return posts;
    }

    private static final Endpoint EVE = new Endpoint("eve", 1, new Address("127.0.0.1", 1));

    @Test
    void takesCommandsAndShowsWhatTheyAskFor() throws Exception {
        ann.type("post Lunch? | At noon.\\nDownstairs.\n");
        ann.await("Lunch?", "ann, ", "At noon.", "Downstairs.");
        String id = annsBoard.brief(annsBoard.threads().get(0).post().id());

        ann.type("reply " + id + " yes\n");
        ann.await("Re: Lunch?", "in reply to " + id, "yes");
        ann.type("list\n");
        ann.await(id + "  Lunch?", "  Re: Lunch?");
        ann.type("read " + id + "\n");
        ann.await("Lunch?", "Downstairs.");
        ann.type("who\n");
        ann.await("ann\n");
        ann.type("help\n");
        ann.await("reply ID");
        ann.type("quit\n");
        ann.awaitEnd();
        assertThat(ann.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void asksForSubjectAndText() throws Exception {
        ann.type("post\n");
        ann.await("subject: ");
        ann.type("Lunch?\n");
        ann.await("a line with only a full stop ends it", "| ");
        ann.type("At noon.\nDownstairs.\n.\n");

        ann.await("Lunch?", "ann, ", "  At noon.", "  Downstairs.");
        assertThat(annsBoard.threads().get(0).post().text()).isEqualTo("At noon.\nDownstairs.");
    }

    @Test
    void saysInALineWhatWasWrongAndGoesOn() throws Exception {
        ann.type("delete\n");
        ann.await("* unknown command 'delete': there are post, reply");
        ann.type("read 12.1\n");
        ann.await("* there is no post 12.1 on the board: list shows those there are");
        ann.type("list\n");
        ann.await("* nothing has been posted yet");
    }

    @Test
    void leavesAtTheEndOfTheInput() throws Exception {
        ann.end();

        ann.awaitEnd();
        assertThat(ann.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void showsAtOnceWhatOthersPostAndWhoComesAndGoes() throws Exception {
        Typist bob = bob();
        ann.await("* here: ann bob; new: bob", "* you are no longer alone");
        bob.await("bob@team> ");

        bob.type("post Lunch? | At noon.\n");
        ann.await("Lunch?", "bob, ", "At noon.");

        bob.type("quit\n");
        bob.awaitEnd();
        closeLast();
        ann.await("* here: ann; gone: bob", "* you are alone in the group");
    }

    /** What was opened last: bob's board. */
    private void closeLast() throws Exception {
        open.pop().close();
    }

    @Test
    void showsANewcomerAllPostsWholeWhenTheyAreFew() throws Exception {
        for (int i = 1; i <= BoardTerminal.MOST_WHOLE; i++) {
            annsBoard.post("subject " + i + ".", "text " + i + ".", PATIENCE);
        }

        Typist bob = bob();

        for (int i = 1; i <= BoardTerminal.MOST_WHOLE; i++) {
            bob.await("subject " + i + ".\n", "ann, ", "  text " + i + ".");
        }
        bob.await("* got 10 posts from ann\n");
    }

    @Test
    void showsALineOfEachPostWhenTheyAreMany() throws Exception {
        ann.terminal().received(EVE, posts(BoardTerminal.MOST_FOR_NEWCOMER));

        for (int i = 1; i <= BoardTerminal.MOST_FOR_NEWCOMER; i++) {
            ann.await("." + i + "  subject " + i + ".  eve, ");
        }
        ann.await("* got 200 posts from eve: read ID shows all of one, list shows them as threads");
    }

    @Test
    void tellsANewcomerToAHugeBoardHowManyPostsThereAre() throws Exception {
        ann.terminal().received(EVE, posts(BoardTerminal.MOST_FOR_NEWCOMER + 1));

        ann.await("* got 201 posts from eve, too many to show here: list shows a line of each, read ID all of one");
        assertThat(ann.shown()).doesNotContain("subject");
    }

    @Test
    void showsEveryPostOfAMergeHoweverManyThereAre() throws Exception {
        annsBoard.post("mine", "", PATIENCE);
        ann.await("mine");

        ann.terminal().received(EVE, posts(5_000));

        for (int i = 1; i <= 5_000; i++) {
            ann.await("." + i + "  subject " + i + ".  eve, ");
        }
        ann.await("* got 5000 posts from eve: ");
    }

    @Test
    void endsWhileItPromptsWhenTheMemberIsOutOfTheGroup() throws Exception {
        ann.terminal().left(Left.Reason.NAME_TAKEN);

        ann.awaitEnd();
        assertThat(ann.exitCode()).isEqualTo(ExitCode.NAME_TAKEN);
        assertThat(ann.errors().lines()).hasSize(1);
        assertThat(ann.shown()).doesNotContain("cancelled");
    }

    @Test
    void endsWhileItPromptsWhenASignalLetsTheMemberLeave() throws Exception {
        annsBoard.close();

        ann.awaitEnd();
        assertThat(ann.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(ann.errors()).isEmpty();
    }

    @Test
    void showsNothingThatTheTerminalWouldObey() throws Exception {
        Post nasty = new Post(new PostId(1, 1), null, "eve", 0, "subject", "te\u001B[2Jxt");

        ann.terminal().received(EVE, List.of(nasty));

        ann.await("  te\uFFFD[2Jxt", "* got 1 post from eve\n");
    }
}
