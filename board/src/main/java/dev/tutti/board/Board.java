package dev.tutti.board;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A set of posts that only grows, and what of it may be shown: a post that begins a thread at once, a reply as soon as its parent is
 * shown. Replies that are too early are held back, and are part of the state, so that they are not lost on the way to other members.
 *
 * <p>What is shown, and in which order it is listed, depends only on which posts were added, not on when or how: adding one twice
 * changes nothing, and {@link #merge} is commutative, associative and idempotent. This rests on two posts with the same id being the
 * same post, and on staying within the limits. Not thread-safe.
 */
public final class Board {
    private static final int SHORTEST_AUTHOR_DIGITS = 4;

    private final BoardLimits limits;
    private final Map<PostId, Post> posts = new TreeMap<>();
    private final NavigableSet<Post> beginnings = new TreeSet<>(Post.BY_TIME);
    private final Map<PostId, NavigableSet<Post>> replies = new HashMap<>();
    private final Map<PostId, NavigableSet<Post>> heldByParent = new HashMap<>();
    private final NavigableSet<Long> authors = new TreeSet<>(Long::compareUnsigned);
    private int authorDigits = SHORTEST_AUTHOR_DIGITS;
    private int held;
    private long bytes;
    private long dropped;

    /**
     * A post in a list of threads.
     *
     * @param post what was written
     * @param depth 0 for the beginning of a thread, 1 for a reply to it, and so on
     */
    public record Entry(Post post, int depth) {}

    /**
     * An empty board.
     *
     * @param limits on what it may hold
     */
    public Board(BoardLimits limits) {
        this.limits = limits;
    }

    /**
     * Adds a post, unless it is known.
     *
     * @param post from any member
     * @return the posts that are shown because of it, each after its parent; empty if it was known, is held back or was dropped
     */
    public List<Post> add(Post post) {
        if (posts.containsKey(post.id())) {
            return List.of();
        }
        if (!limits.bear(posts.size() + 1, bytes + post.costBytes())) {
            dropped++;
            return List.of();
        }
        posts.put(post.id(), post);
        bytes += post.costBytes();
        tellApart(post.id().author());
        PostId parent = post.parent();
        if (parent != null && !isShown(parent)) {
            heldByParent
                    .computeIfAbsent(parent, p -> new TreeSet<>(Post.BY_TIME))
                    .add(post);
            held++;
            return List.of();
        }
        return show(post);
    }

    /**
     * Adds all posts of another board.
     *
     * @param other left as it is
     * @return the posts that are shown because of it, each after its parent
     */
    public List<Post> merge(Board other) {
        List<Post> shown = new ArrayList<>();
        for (Post post : other.everything()) {
            shown.addAll(add(post));
        }
        return shown;
    }

    private List<Post> show(Post first) {
        List<Post> shown = new ArrayList<>();
        Deque<Post> next = new ArrayDeque<>();
        next.add(first);
        while (!next.isEmpty()) {
            Post post = next.removeFirst();
            PostId parent = post.parent();
            if (parent == null) {
                beginnings.add(post);
            } else {
                repliesTo(parent).add(post);
            }
            // An entry of its own marks the post as shown, whether it has replies or not.
            replies.putIfAbsent(post.id(), new TreeSet<>(Post.BY_TIME));
            shown.add(post);
            Collection<Post> waiting = heldByParent.remove(post.id());
            if (waiting != null) {
                held -= waiting.size();
                next.addAll(waiting);
            }
        }
        return shown;
    }

    private NavigableSet<Post> repliesTo(PostId parent) {
        return replies.computeIfAbsent(parent, p -> new TreeSet<>(Post.BY_TIME));
    }

    private boolean isShown(PostId id) {
        return replies.containsKey(id);
    }

    /**
     * All posts that are shown, as threads: each reply below its parent, the oldest first at every level.
     *
     * @return a copy
     */
    public List<Entry> threads() {
        List<Entry> list = new ArrayList<>(shownSize());
        Deque<Entry> open = new ArrayDeque<>();
        push(open, beginnings, 0);
        while (!open.isEmpty()) {
            Entry entry = open.pop();
            list.add(entry);
            push(open, repliesTo(entry.post().id()), entry.depth() + 1);
        }
        return list;
    }

    private static void push(Deque<Entry> open, NavigableSet<Post> siblings, int depth) {
        for (Post post : siblings.descendingSet()) {
            open.push(new Entry(post, depth));
        }
    }

    /**
     * All posts, those held back included.
     *
     * @return by id; a copy
     */
    public List<Post> everything() {
        return List.copyOf(posts.values());
    }

    /**
     * Looks for a post that is shown.
     *
     * @param id its id
     * @return the post, if it is shown
     */
    public Optional<Post> find(PostId id) {
        return isShown(id) ? Optional.ofNullable(posts.get(id)) : Optional.empty();
    }

    /**
     * Whether a post is known, be it shown or held back.
     *
     * @param id its id
     * @return true if adding it would change nothing
     */
    public boolean contains(PostId id) {
        return posts.containsKey(id);
    }

    /**
     * Looks for posts that a user can mean.
     *
     * @param text a whole id, or some first digits of its author with the whole number, such as {@code 00c0.1}
     * @return all that are shown and match; by id
     */
    public List<Post> match(String text) {
        return posts.values().stream()
                .filter(post -> post.id().matches(text) && isShown(post.id()))
                .toList();
    }

    /**
     * How to name a post briefly: by as few digits of its author as tell all authors on the board apart.
     *
     * @param id of a post on the board
     * @return for instance {@code 00c0.1}; {@link #match} finds the post by it
     */
    public String brief(PostId id) {
        return id.abbreviated(authorDigits);
    }

    private void tellApart(long author) {
        if (!authors.add(author)) {
            return;
        }
        Long below = authors.lower(author);
        Long above = authors.higher(author);
        if (below != null) {
            authorDigits = Math.max(authorDigits, PostId.digitsToTellApart(below, author));
        }
        if (above != null) {
            authorDigits = Math.max(authorDigits, PostId.digitsToTellApart(author, above));
        }
    }

    /**
     * Whether one more post is within the limits.
     *
     * @param post not yet added
     * @return false if it should not be posted
     */
    public boolean hasRoomFor(Post post) {
        return limits.allow(posts.size() + 1, bytes + post.costBytes());
    }

    /**
     * Posts that are shown.
     *
     * @return their number
     */
    public int shownSize() {
        return posts.size() - held;
    }

    /**
     * Replies whose parent is not shown yet.
     *
     * @return their number
     */
    public int heldSize() {
        return held;
    }

    /**
     * Posts that were dropped because the board could not take more.
     *
     * @return their number since the board was made
     */
    public long dropped() {
        return dropped;
    }

    /**
     * The limits it was made with.
     *
     * @return never changes
     */
    public BoardLimits limits() {
        return limits;
    }
}
