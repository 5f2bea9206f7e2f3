package dev.tutti.board;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes posts for tests. */
final class Posts {
    private Posts() {}

    static PostId id(int author, int number) {
        return new PostId(author, number);
    }

    static Post post(PostId id, @Nullable PostId parent, long timeMillis) {
        return new Post(id, parent, "m" + id.author(), timeMillis, "subject " + id.number(), "text of " + id);
    }

    static Post post(int author, int number) {
        return post(id(author, number), null, 1_000L * number);
    }

    static Post reply(int author, int number, Post parent) {
        return post(id(author, number), parent.id(), 1_000L * number);
    }

    /** Threads of any depth, whose times say nothing about who answers whom; now and then a reply whose parent is missing. */
    static List<Post> random(RandomGenerator random, int count) {
        List<Post> posts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            PostId id = id(random.nextInt(5), i);
            PostId parent = null;
            if (!posts.isEmpty() && random.nextInt(4) > 0) {
                parent = random.nextInt(20) == 0
                        ? id(99, i)
                        : posts.get(random.nextInt(posts.size())).id();
            }
            posts.add(post(id, parent, random.nextInt(1_000)));
        }
        return posts;
    }

    static List<Post> shuffled(List<Post> posts, RandomGenerator random) {
        List<Post> copy = new ArrayList<>(posts);
        for (int i = copy.size() - 1; i > 0; i--) {
            Collections.swap(copy, i, random.nextInt(i + 1));
        }
        return copy;
    }

    static Board boardOf(List<Post> posts) {
        Board board = new Board(BoardLimits.DEFAULT);
        posts.forEach(board::add);
        return board;
    }
}
