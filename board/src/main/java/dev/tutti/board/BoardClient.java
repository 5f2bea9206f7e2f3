package dev.tutti.board;

import dev.tutti.Blocked;
import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.Group;
import dev.tutti.GroupBusyException;
import dev.tutti.GroupClosedException;
import dev.tutti.GroupOptions;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.Node;
import dev.tutti.StateReceived;
import dev.tutti.View;
import dev.tutti.kernel.MalformedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group that holds a board. All members hold the same posts; each survives the loss of any member but the last, and a
 * newcomer gets the whole board. A board is no database: when the last member leaves, it is gone.
 *
 * <p>Methods may be called from any thread but the listener's, which may only read.
 */
public final class BoardClient implements AutoCloseable {
    private static final String REPLY = "Re: ";

    private final InstantSource time;
    private final BoardListener listener;
    private final Group group;

    // Guards all below. Never held while the listener or the group is called.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Board board;
    private int written;
    private boolean closed;

    // Touched by the thread that consumes the events only.
    private boolean toldAlone;
    private final List<Post> missingElsewhere = new ArrayList<>();
    private final List<Post> receivedPosts = new ArrayList<>();

    private BoardClient(Node node, String group, BoardLimits limits, InstantSource time, BoardListener listener) {
        this.time = time;
        this.listener = listener;
        this.board = new Board(limits);
        this.group = node.join(group, GroupOptions.DEFAULT.state(new BoardState(this)));
    }

    /**
     * Joins a group and takes part in its board.
     *
     * @param node to join with; stays open when the client is closed
     * @param group its name; all its members must be boards
     * @param limits the same at all members
     * @param time the clock whose time posts bear
     * @param listener told what happens, from the first view on
     * @return the client, with the group's board or, where this member founded it, an empty one
     * @throws dev.tutti.JoinException if the group cannot be joined
     */
    public static BoardClient join(
            Node node, String group, BoardLimits limits, InstantSource time, BoardListener listener) {
        BoardClient client = new BoardClient(node, group, limits, time, listener);
        client.group.listen(client::on);
        return client;
    }

    /**
     * Begins a thread. Returns when the post is on this member's board.
     *
     * @param subject one line
     * @param text any number of lines
     * @param patience how long to wait at most
     * @return what was posted
     * @throws IllegalArgumentException if subject or text breaks a rule; the message says which
     * @throws BoardException if the board is full
     * @throws GroupBusyException if the post was not on the board in time
     * @throws GroupClosedException after {@link #close}
     * @throws InterruptedException if the thread is interrupted
     */
    public Post post(String subject, String text, Duration patience) throws InterruptedException {
        return cast(write(null, subject, text), patience);
    }

    /**
     * Answers a post. Returns when the reply is on this member's board.
     *
     * @param parent the post to answer; must be shown here
     * @param subject one line, or null for the parent's subject with "Re:" before it
     * @param text any number of lines
     * @param patience how long to wait at most
     * @return what was posted
     * @throws IllegalArgumentException if subject or text breaks a rule; the message says which
     * @throws BoardException if the board is full, or the parent is not on it
     * @throws GroupBusyException if the post was not on the board in time
     * @throws GroupClosedException after {@link #close}
     * @throws InterruptedException if the thread is interrupted
     */
    public Post reply(PostId parent, @Nullable String subject, String text, Duration patience)
            throws InterruptedException {
        return cast(write(parent, subject, text), patience);
    }

    private Post write(@Nullable PostId parent, @Nullable String subject, String text) {
        lock.lock();
        try {
            String replySubject = parent == null ? "" : subjectOfReplyTo(parent);
            Endpoint self = group.self();
            Post post = new Post(
                    new PostId(self.id(), written + 1),
                    parent,
                    self.name(),
                    time.millis(),
                    subject == null ? replySubject : subject,
                    text);
            if (!board.hasRoomFor(post)) {
                BoardLimits limits = board.limits();
                throw new BoardException(
                        BoardException.Reason.FULL,
                        "the board is full (" + limits.maxPosts() + " posts or " + limits.maxBytes()
                                + " bytes): use another group, or start all members with larger limits");
            }
            written++;
            return post;
        } finally {
            lock.unlock();
        }
    }

    private String subjectOfReplyTo(PostId parent) {
        Post answered = board.find(parent)
                .orElseThrow(() -> new BoardException(
                        BoardException.Reason.NO_SUCH_POST,
                        "post " + parent + " is not on the board: see list for those that are"));
        String subject = answered.subject().startsWith(REPLY) ? answered.subject() : REPLY + answered.subject();
        return subject.length() <= Post.MAX_SUBJECT_LENGTH ? subject : subject.substring(0, Post.MAX_SUBJECT_LENGTH);
    }

    private Post cast(Post post, Duration patience) throws InterruptedException {
        group.cast(BoardCodec.encode(post));
        long nanos = TimeUnit.NANOSECONDS.convert(patience);
        lock.lock();
        try {
            while (!board.contains(post.id())) {
                if (closed) {
                    throw new GroupClosedException("this member left before the post was on the board");
                }
                if (nanos <= 0) {
                    throw new GroupBusyException("the post is not on the board after " + patience.toMillis()
                            + " ms: see whether it comes, else post it again");
                }
                nanos = changed.awaitNanos(nanos);
            }
            return post;
        } finally {
            lock.unlock();
        }
    }

    private void on(Event event) {
        switch (event) {
            case Message message -> message(message);
            case View view -> view(view);
            case StateReceived state -> received(state);
            case Left left -> left(left);
            case Blocked blocked -> {}
        }
    }

    private void message(Message message) {
        Post post;
        try {
            post = BoardCodec.decode(message.payload());
        } catch (MalformedException wrong) {
            listener.dropped("a message of " + message.from() + " is not a post: " + wrong.getMessage());
            return;
        }
        if (add(post)) {
            listener.dropped("a post of " + post.sender() + ": the board holds twice as much as its limits allow");
        }
    }

    private boolean add(Post post) {
        List<Post> shown;
        boolean dropped;
        lock.lock();
        try {
            long droppedBefore = board.dropped();
            shown = board.add(post);
            dropped = board.dropped() > droppedBefore;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        shown.forEach(listener::shown);
        return dropped;
    }

    /**
     * Takes in another member's board.
     *
     * @param other as that member sent it
     * @param castMissing whether to cast what is here and not there
     */
    void take(Board other, boolean castMissing) {
        lock.lock();
        try {
            if (castMissing) {
                missingElsewhere.clear();
                board.everything().stream()
                        .filter(post -> !other.contains(post.id()))
                        .forEach(missingElsewhere::add);
            }
            receivedPosts.addAll(board.merge(other));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void received(StateReceived state) {
        listener.received(state.from(), List.copyOf(receivedPosts));
        receivedPosts.clear();
        if (!missingElsewhere.isEmpty()) {
            List<Post> posts = List.copyOf(missingElsewhere);
            missingElsewhere.clear();
            // May be more than fits into the queue of waiting casts; here nobody may wait for it to shrink.
            Thread.ofVirtual()
                    .name("tutti-board-" + group.name())
                    .start(new Recast(posts, group::cast, listener::dropped));
        }
    }

    private void view(View view) {
        listener.view(view);
        boolean alone = view.members().size() == 1;
        if (alone && !toldAlone) {
            listener.alone();
        } else if (!alone && toldAlone) {
            listener.together();
        }
        toldAlone = alone;
    }

    private void left(Left left) {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listener.left(left.reason());
    }

    /**
     * All posts as threads; see {@link Board#threads}.
     *
     * @return a copy
     */
    public List<Board.Entry> threads() {
        lock.lock();
        try {
            return board.threads();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks for posts that a user can mean; see {@link Board#match}.
     *
     * @param text a whole id or the beginning of one
     * @return all that match
     */
    public List<Post> match(String text) {
        lock.lock();
        try {
            return board.match(text);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How to name a post briefly; see {@link Board#brief}.
     *
     * @param id of a post on the board
     * @return for instance {@code 00c0.1}
     */
    public String brief(PostId id) {
        lock.lock();
        try {
            return board.brief(id);
        } finally {
            lock.unlock();
        }
    }

    List<Post> everything() {
        lock.lock();
        try {
            return board.everything();
        } finally {
            lock.unlock();
        }
    }

    BoardLimits limits() {
        return board.limits();
    }

    /**
     * The group beneath, to ask who is here.
     *
     * @return do not consume its events
     */
    public Group group() {
        return group;
    }

    /** Leaves the group; see {@link Group#leave}. */
    @Override
    public void close() {
        group.leave();
    }
}
