package dev.tutti.board;

import dev.tutti.Endpoint;
import dev.tutti.Left;
import dev.tutti.View;
import java.util.List;

/**
 * Told what happens on a board, in order, on the thread that consumes the group's events. May block for a moment; must
 * not call {@link BoardClient#post} or {@link BoardClient#reply}, which wait for this very thread.
 */
public interface BoardListener {
    /**
     * A post may be shown: its parent was shown before it. Called once for each post, unless {@link #received} brings it.
     *
     * @param post the post
     */
    void shown(Post post);

    /**
     * There is a new view.
     *
     * @param view the view
     */
    void view(View view);

    /**
     * This member is alone from here on: what it posts now exists only here. Called after {@link #view}.
     */
    void alone();

    /**
     * This member was alone, and is no longer. Called after {@link #view}.
     */
    void together();

    /**
     * Another member's board has been put together with this one: because this member joined, or because two sides of a partition met.
     *
     * @param from whose it was
     * @param posts that may be shown because of it, each after its parent
     */
    void received(Endpoint from, List<Post> posts);

    /**
     * Something was dropped: what came from the network was no post, or the board can take no more, or a post that only this member has
     * was refused by the group. The last may be told on another thread.
     *
     * @param why one line for people
     */
    void dropped(String why);

    /**
     * This member is out of the group; nothing follows.
     *
     * @param reason why
     */
    void left(Left.Reason reason);
}
