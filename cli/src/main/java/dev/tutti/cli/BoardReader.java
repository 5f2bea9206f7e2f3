package dev.tutti.cli;

import dev.tutti.board.BoardClient;
import dev.tutti.board.Post;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the post that a user means. */
final class BoardReader {
    private BoardReader() {}

    /**
     * The one post with that id.
     *
     * @param client holds the board
     * @param id whole or shortened
     * @return the post
     * @throws UsageException if there is none, or more than one
     */
    static Post post(BoardClient client, String id) {
        List<Post> posts = client.match(id);
        return switch (posts.size()) {
            case 0 ->
                throw new UsageException(
                        "there is no post " + Clean.brief(id) + " on the board: list shows those there are");
            case 1 -> posts.get(0);
            default ->
                throw new UsageException(Clean.brief(id) + " may be "
                        + posts.stream().map(post -> client.brief(post.id())).collect(Collectors.joining(" or "))
                        + ": write more digits");
        };
    }
}
