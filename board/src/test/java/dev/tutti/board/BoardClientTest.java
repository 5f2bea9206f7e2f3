package dev.tutti.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Group;
import dev.tutti.GroupClosedException;
import dev.tutti.GroupOptions;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.StateHandler;
import dev.tutti.net.Tutti;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Boards on real sockets of this machine, in one process. */
class BoardClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final InstantSource TIME = InstantSource.fixed(Instant.ofEpochSecond(1_000));

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Told toldAnn = new Told();
    private final Told toldBob = new Told();

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

    private Node founder(String name) {
        return closing(Tutti.start(Options.local().name(name).found(), notice -> {}));
    }

    private Node joiner(String name, Node seed) {
        return closing(
                Tutti.start(Options.local().name(name).seeds(seed.address().toString()), notice -> {}));
    }

    private BoardClient board(Node node, BoardListener listener) {
        return closing(BoardClient.join(node, "team", BoardLimits.DEFAULT, TIME, listener));
    }

    @Test
    void aNewcomerGetsTheWholeBoardAndSeesWhatComes() throws Exception {
        Node annsNode = founder("ann");
        BoardClient ann = board(annsNode, toldAnn);
        Post first = ann.post("first", "text", PATIENCE);
        Post reply = ann.reply(first.id(), null, "yes", PATIENCE);

        BoardClient bob = board(joiner("bob", annsNode), toldBob);
        toldBob.await("received 2 from ann");
        assertThat(bob.threads()).containsExactly(new Board.Entry(first, 0), new Board.Entry(reply, 1));

        Post answer = bob.reply(reply.id(), "other", "no", PATIENCE);
        toldAnn.await("shown other");
        assertThat(ann.threads()).isEqualTo(bob.threads()).last().isEqualTo(new Board.Entry(answer, 2));
        assertThat(answer.sender()).isEqualTo("bob");
        assertThat(answer.timeMillis()).isEqualTo(1_000_000);
    }

    @Test
    void warnsWhoIsAloneAndTellsWhenThatIsOver() throws Exception {
        Node annsNode = founder("ann");
        board(annsNode, toldAnn);
        assertThat(toldAnn.await("alone")).containsExactly("view [ann]", "alone");

        BoardClient bob = board(joiner("bob", annsNode), toldBob);
        assertThat(toldAnn.await("together")).containsExactly("view [ann]", "alone", "view [ann, bob]", "together");
        toldBob.await("view [ann, bob]");

        toldAnn.forget();
        bob.close();
        assertThat(toldAnn.await("alone")).containsExactly("view [ann]", "alone");
        assertThat(toldBob.await("left LEFT")).doesNotContain("alone", "together");
    }

    @Test
    void theBoardOutlivesItsFounder() throws Exception {
        Node annsNode = founder("ann");
        BoardClient ann = board(annsNode, toldAnn);
        Post first = ann.post("first", "", PATIENCE);
        Node bobsNode = joiner("bob", annsNode);
        board(bobsNode, toldBob);
        toldBob.await("received 1 from ann");
        ann.close();
        toldBob.await("alone");

        Told toldCarl = new Told();
        BoardClient carl = board(joiner("carl", bobsNode), toldCarl);
        toldCarl.await("received 1 from bob");

        assertThat(carl.match(first.id().toString())).containsExactly(first);
    }

    @Test
    void aReplyTakesTheSubjectOfItsParentOnce() throws Exception {
        BoardClient ann = board(founder("ann"), toldAnn);
        Post first = ann.post("s".repeat(Post.MAX_SUBJECT_LENGTH), "", PATIENCE);
        Post second = ann.post("short", "", PATIENCE);

        assertThat(ann.reply(first.id(), null, "", PATIENCE).subject())
                .isEqualTo("Re: " + "s".repeat(Post.MAX_SUBJECT_LENGTH - 4));
        Post reply = ann.reply(second.id(), null, "", PATIENCE);
        assertThat(reply.subject()).isEqualTo("Re: short");
        assertThat(ann.reply(reply.id(), null, "", PATIENCE).subject()).isEqualTo("Re: short");
    }

    @Test
    void dropsWhatIsNoPostAndSaysSo() throws Exception {
        Node annsNode = founder("ann");
        BoardClient ann = board(annsNode, toldAnn);
        Group stranger = closing(joiner("eve", annsNode).join("team", GroupOptions.DEFAULT.state(new NoBoard())));

        stranger.cast("not a post");

        toldAnn.await(told -> told.startsWith("dropped a message of eve is not a post"));
        assertThat(ann.threads()).isEmpty();
    }

    @Test
    void refusesWhatDoesNotFit() throws Exception {
        Node node = founder("ann");
        BoardClient ann = closing(BoardClient.join(node, "team", new BoardLimits(1, 1_000_000), TIME, toldAnn));
        Post only = ann.post("first", "", PATIENCE);

        assertThatThrownBy(() -> ann.post("second", "", PATIENCE))
                .isInstanceOf(BoardException.class)
                .hasMessageContaining("the board is full (1 posts");
        assertThatThrownBy(() -> ann.reply(new PostId(1, 1), null, "", PATIENCE))
                .isInstanceOf(BoardException.class)
                .hasMessageContaining("is not on the board");
        assertThatThrownBy(() -> ann.post("", "", PATIENCE)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ann.threads()).containsExactly(new Board.Entry(only, 0));
    }

    @Test
    void refusesToPostAfterItHasLeft() {
        BoardClient ann = board(founder("ann"), toldAnn);
        ann.close();

        assertThatThrownBy(() -> ann.post("late", "", PATIENCE)).isInstanceOf(GroupClosedException.class);
        assertThat(ann.threads()).isEqualTo(List.of());
    }

    /** Takes part in state transfer as boards do, and holds nothing. */
    private static final class NoBoard implements StateHandler {
        @Override
        public void save(OutputStream out) throws IOException {
            BoardCodec.write(List.of(), out);
        }

        @Override
        public void load(InputStream in) throws IOException {
            in.readAllBytes();
        }

        @Override
        public void merge(InputStream in) throws IOException {
            load(in);
        }

        @Override
        public OnMerge onMerge() {
            return OnMerge.MERGE;
        }
    }
}
