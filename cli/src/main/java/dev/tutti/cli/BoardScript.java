package dev.tutti.cli;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.GroupClosedException;
import dev.tutti.Left;
import dev.tutti.Options;
import dev.tutti.TuttiException;
import dev.tutti.View;
import dev.tutti.board.Board;
import dev.tutti.board.BoardClient;
import dev.tutti.board.BoardException;
import dev.tutti.board.BoardListener;
import dev.tutti.board.Post;
import dev.tutti.board.PostId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The board for scripts: one command per line in, one JSON object per line out; see docs/board.md. */
final class BoardScript implements BoardListener {
    /** No command needs more: a text in which each byte is escaped, a subject, a name. */
    static final int MAX_LINE_BYTES = 2 * Post.MAX_TEXT_BYTES + 4_096;

    private final OutputStream out;
    private final Errors errors;
    private final Duration patience;
    private final ReentrantLock printing = new ReentrantLock();
    private final JsonLine line = new JsonLine();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean broken;

    BoardScript(OutputStream out, Errors errors, Options options) {
        this.out = out;
        this.errors = errors;
        this.patience = options.get(Options.SEND_TIMEOUT);
    }

    /** Tells scripts where this member can be reached. */
    void joining(String group, String name, Address address) {
        print("joining", json -> json.field("group", group).field("name", name).field("address", address.toString()));
    }

    /**
     * Runs commands until the input ends, one of them says quit, or the member is out of the group.
     *
     * @param client joined, with this as its listener
     * @param lines standard input
     * @throws InterruptedException if the thread is interrupted
     */
    void run(BoardClient client, Lines lines) throws InterruptedException {
        Thread.ofPlatform().daemon().name("tutti-input").start(() -> read(client, lines));
        ended.await();
    }

    private void read(BoardClient client, Lines lines) {
        try {
            boolean more = true;
            while (more) {
                try {
                    byte[] text = lines.next();
                    more = text != null && take(client, Request.parse(new String(text, StandardCharsets.UTF_8)));
                } catch (GroupClosedException tooLate) {
                    // So would be all that follows.
                    more = false;
                    errors.report(tooLate);
                } catch (TuttiException | BoardException | UsageException | IllegalArgumentException refused) {
                    errors.report(refused);
                }
            }
        } catch (IOException | RuntimeException | Error broken) {
            errors.report(broken);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            // Over when that has been printed, and not before.
            client.close();
        }
    }

    /** False if it was the last. */
    private boolean take(BoardClient client, Request request) throws InterruptedException {
        switch (request) {
            case Request.Nothing nothing -> {}
            case Request.Quit quit -> {
                return false;
            }
            case Request.Post post -> posted(client.post(orEmpty(post.subject()), orEmpty(post.text()), patience));
            case Request.Reply reply -> {
                PostId parent = BoardReader.post(client, reply.id()).id();
                posted(client.reply(parent, reply.subject(), orEmpty(reply.text()), patience));
            }
            case Request.List list ->
                print("list", json -> {
                    json.name("posts").list();
                    client.threads().forEach(entry -> entry(json, entry));
                    return json.endList();
                });
            case Request.Read read -> {
                Post post = BoardReader.post(client, read.id());
                print("read", json -> post(json, post));
            }
            case Request.Who who -> {
                View view = client.group().view();
                print(
                        "who",
                        json -> JsonOutput.members(
                                json.field("self", client.group().self().name()), view));
            }
            case Request.Help help ->
                print(
                        "help",
                        json -> json.field("commands", Request.HELP.lines().toList()));
        }
        return true;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private void posted(Post post) {
        print("posted", json -> json.field("id", post.id().toString()));
    }

    private static void entry(JsonLine json, Board.Entry entry) {
        json.object().name("depth").value(entry.depth());
        post(json, entry.post()).endObject();
    }

    private static JsonLine post(JsonLine json, Post post) {
        PostId parent = post.parent();
        return json.field("id", post.id().toString())
                .field("parent", parent == null ? null : parent.toString())
                .field("from", post.sender())
                .field("time", Instant.ofEpochMilli(post.timeMillis()).toString())
                .field("subject", post.subject())
                .field("text", post.text());
    }

    @Override
    public void shown(Post post) {
        print("post", json -> post(json, post));
    }

    @Override
    public void view(View view) {
        print("view", json -> JsonOutput.members(json, view));
    }

    @Override
    public void alone() {
        print("alone", json -> json.field("message", BoardTexts.ALONE));
    }

    @Override
    public void together() {
        print("together", json -> json.field("message", BoardTexts.TOGETHER));
    }

    @Override
    public void received(Endpoint from, List<Post> posts) {
        posts.forEach(this::shown);
        print("received", json -> json.field("from", from.name()).name("posts").value(posts.size()));
    }

    @Override
    public void dropped(String why) {
        print("dropped", json -> json.field("message", why));
    }

    @Override
    public void left(Left.Reason reason) {
        print("left", json -> JsonOutput.left(json, reason));
        if (reason != Left.Reason.LEFT) {
            errors.report(new EndedException(reason));
        }
        ended.countDown();
    }

    private void print(String event, UnaryOperator<JsonLine> fields) {
        printing.lock();
        try {
            if (!broken) {
                fields.apply(line.object().field("event", event)).endObject().writeTo(out);
            }
        } catch (IOException closed) {
            // Nobody reads what this member prints: it ends.
            broken = true;
            errors.report(closed);
            ended.countDown();
        } finally {
            printing.unlock();
        }
    }
}
