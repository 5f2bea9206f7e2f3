package dev.tutti.board;

import dev.tutti.GroupBusyException;
import dev.tutti.GroupClosedException;
import dev.tutti.TuttiException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Casts posts that only this member has. A group that is behind is waited for, as long as this member is in it; a post that is refused keeps
 * no other one back. For a thread of its own.
 */
final class Recast implements Runnable {
    private final List<Post> posts;
    private final Consumer<byte[]> cast;
    private final Consumer<String> dropped;

    /**
     * Posts to be cast.
     *
     * @param posts in the order in which they are cast
     * @param cast to the group; waits while the group is behind, and throws when it has waited for too long
     * @param dropped told of each post that was refused
     */
    Recast(List<Post> posts, Consumer<byte[]> cast, Consumer<String> dropped) {
        this.posts = posts;
        this.cast = cast;
        this.dropped = dropped;
    }

    @Override
    public void run() {
        for (Post post : posts) {
            try {
                castHoweverLongItTakes(BoardCodec.encode(post));
            } catch (GroupClosedException left) {
                // For good. Whoever leaves has been told that it did, and nothing follows that.
                return;
            } catch (TuttiException refused) {
                dropped.accept("a post of " + post.sender() + " that only this member has was not cast: "
                        + refused.getMessage());
            }
        }
    }

    private void castHoweverLongItTakes(byte[] payload) {
        boolean waiting = true;
        while (waiting) {
            try {
                cast.accept(payload);
                waiting = false;
            } catch (GroupBusyException behind) {
                // Casting has waited already: again.
            }
        }
    }
}
