package dev.tutti.board;

import static dev.tutti.board.Posts.boardOf;
import static dev.tutti.board.Posts.id;
import static dev.tutti.board.Posts.post;
import static dev.tutti.board.Posts.reply;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoardTest {
    private final Board board = new Board(BoardLimits.DEFAULT);

    @Test
    void showsThePostThatBeginsAThreadAtOnce() {
        Post first = post(1, 1);

        assertThat(board.add(first)).containsExactly(first);
        assertThat(board.find(first.id())).contains(first);
    }

    @Test
    void holdsAReplyBackUntilItsParentIsShown() {
        Post first = post(1, 1);
        Post reply = reply(2, 1, first);

        assertThat(board.add(reply)).isEmpty();
        assertThat(board.threads()).isEmpty();
        assertThat(board.find(reply.id())).isEmpty();
        assertThat(board.heldSize()).isEqualTo(1);

        assertThat(board.add(first)).containsExactly(first, reply);
        assertThat(board.heldSize()).isZero();
    }

    @Test
    void showsAWholeThreadThatCameBackwardsEachPostAfterItsParent() {
        Post first = post(1, 1);
        Post second = reply(2, 1, first);
        Post third = reply(3, 1, second);

        assertThat(board.add(third)).isEmpty();
        assertThat(board.add(second)).isEmpty();
        assertThat(board.add(first)).containsExactly(first, second, third);
    }

    @Test
    void ignoresAPostThatItHasShownOrHolds() {
        Post first = post(1, 1);
        Post held = reply(2, 1, post(9, 9));
        board.add(first);
        board.add(held);

        assertThat(board.add(first)).isEmpty();
        assertThat(board.add(held)).isEmpty();
        assertThat(board.shownSize()).isEqualTo(1);
        assertThat(board.heldSize()).isEqualTo(1);
    }

    @Test
    void listsRepliesBelowTheirParentsEvenWhenClocksDisagree() {
        Post late = post(id(1, 1), null, 9_000);
        Post early = post(id(2, 1), null, 5_000);
        Post replyByASlowClock = post(id(3, 1), late.id(), 1_000);
        Post nextReply = post(id(3, 2), late.id(), 2_000);
        board.merge(boardOf(List.of(nextReply, late, replyByASlowClock, early)));

        assertThat(board.threads())
                .containsExactly(
                        new Board.Entry(early, 0),
                        new Board.Entry(late, 0),
                        new Board.Entry(replyByASlowClock, 1),
                        new Board.Entry(nextReply, 1));
    }

    @Test
    void twoRepliesThatWaitForEachOtherAreNeverShown() {
        Post one = post(id(1, 1), id(2, 1), 0);
        Post other = post(id(2, 1), id(1, 1), 0);

        assertThat(board.add(one)).isEmpty();
        assertThat(board.add(other)).isEmpty();
        assertThat(board.heldSize()).isEqualTo(2);
    }

    @Test
    void mergeTakesHeldRepliesAlong() {
        Post first = post(1, 1);
        Post reply = reply(2, 1, first);
        Board hasReply = boardOf(List.of(reply));
        Board hasFirst = boardOf(List.of(first));

        assertThat(hasFirst.merge(hasReply)).containsExactly(reply);
        assertThat(hasReply.merge(hasFirst)).containsExactly(first, reply);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatIsShownDoesNotDependOnTheOrderOfArrival(long seed) {
        Random random = new Random(seed);
        List<Post> posts = Posts.random(random, 200);
        Board expected = boardOf(posts);
        List<Post> again = new ArrayList<>(posts);
        again.addAll(posts.subList(0, 50));

        Board other = new Board(BoardLimits.DEFAULT);
        Set<PostId> shown = new HashSet<>();
        for (Post post : Posts.shuffled(again, random)) {
            for (Post now : other.add(post)) {
                assertThat(now.parent() == null || shown.contains(now.parent()))
                        .as("parent of %s shown before it", now)
                        .isTrue();
                assertThat(shown.add(now.id())).as("%s shown once", now).isTrue();
            }
        }

        assertThat(other.threads()).isEqualTo(expected.threads());
        assertThat(other.everything()).isEqualTo(expected.everything());
        assertThat(shown).hasSize(other.shownSize());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void mergeIsCommutativeAssociativeAndIdempotent(long seed) {
        Random random = new Random(seed);
        List<Post> posts = Posts.shuffled(Posts.random(random, 120), random);
        List<Post> a = posts.subList(0, 60);
        List<Post> b = posts.subList(40, 90);
        List<Post> c = posts.subList(80, 120);

        Board ab = merged(a, b);
        Board ba = merged(b, a);
        assertThat(ab.threads()).isEqualTo(ba.threads());
        assertThat(ab.everything()).isEqualTo(ba.everything());

        Board leftFirst = boardOf(a);
        leftFirst.merge(boardOf(b));
        leftFirst.merge(boardOf(c));
        Board rightFirst = boardOf(a);
        rightFirst.merge(merged(b, c));
        assertThat(leftFirst.threads()).isEqualTo(rightFirst.threads());
        assertThat(leftFirst.everything()).isEqualTo(rightFirst.everything());

        assertThat(leftFirst.merge(rightFirst)).isEmpty();
        assertThat(leftFirst.everything()).isEqualTo(rightFirst.everything());
    }

    private static Board merged(List<Post> one, List<Post> other) {
        Board board = boardOf(one);
        board.merge(boardOf(other));
        return board;
    }

    @Test
    void refusesToPostAboveTheLimitButTakesWhatOthersPostedUpToTwiceOfIt() {
        Board small = new Board(new BoardLimits(2, Long.MAX_VALUE / 2));
        small.add(post(1, 1));
        assertThat(small.hasRoomFor(post(1, 2))).isTrue();
        small.add(post(1, 2));
        assertThat(small.hasRoomFor(post(1, 3))).isFalse();
        small.add(post(1, 3));
        small.add(post(1, 4));

        assertThat(small.add(post(1, 5))).isEmpty();
        assertThat(small.shownSize()).isEqualTo(4);
        assertThat(small.dropped()).isEqualTo(1);
    }

    @Test
    void countsBytesAsWellAsPosts() {
        Board small = new Board(new BoardLimits(1_000, 2_000));
        Post large = new Post(id(1, 1), null, "ann", 0, "large", "x".repeat(1_000));

        assertThat(small.hasRoomFor(large)).isFalse();
        assertThat(small.add(large)).containsExactly(large);
        assertThat(small.add(new Post(id(1, 2), null, "ann", 0, "large", "x".repeat(1_000))))
                .isEmpty();
        assertThat(small.dropped()).isEqualTo(1);
    }

    @Test
    void namesPostsByTheFewestDigitsThatTellTheirAuthorsApart() {
        Post one = post(new PostId(0x1234567800000000L, 7), null, 0);
        Post other = post(new PostId(0x1234568000000000L, 7), null, 0);
        board.add(one);
        assertThat(board.brief(one.id())).isEqualTo("1234.7");

        board.add(other);
        assertThat(board.brief(one.id())).isEqualTo("1234567.7");
        assertThat(board.match("1234567.7")).containsExactly(one);
        assertThat(board.match("1234568.7")).containsExactly(other);
        assertThat(board.match("1234.7")).containsExactly(one, other);
        assertThat(board.match(one.id().toString())).containsExactly(one);
        assertThat(board.match("1234567.8")).isEmpty();
        assertThat(board.match("nonsense")).isEmpty();
    }

    @Test
    void listsAThreadOfAnyDepth() {
        Post parent = post(1, 1);
        board.add(parent);
        for (int i = 2; i <= 10_000; i++) {
            parent = reply(1, i, parent);
            board.add(parent);
        }

        assertThat(board.threads()).hasSize(10_000).last().isEqualTo(new Board.Entry(parent, 9_999));
    }
}
