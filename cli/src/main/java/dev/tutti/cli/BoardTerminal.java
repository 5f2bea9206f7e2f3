package dev.tutti.cli;

import dev.tutti.Endpoint;
import dev.tutti.Left;
import dev.tutti.Options;
import dev.tutti.TuttiException;
import dev.tutti.View;
import dev.tutti.board.BoardClient;
import dev.tutti.board.BoardException;
import dev.tutti.board.BoardListener;
import dev.tutti.board.Post;
import dev.tutti.board.PostId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** The board in a terminal: a prompt, and above it whatever happens while somebody types. */
final class BoardTerminal implements BoardListener, AutoCloseable {
    private static final String END_OF_TEXT = ".";

    /** So many posts that come together are shown whole, more with a line each. */
    static final int MOST_WHOLE = 10;

    /** So many posts are shown to a newcomer; of more it is told how many there are. */
    static final int MOST_FOR_NEWCOMER = 200;

    private final Terminal terminal;
    private final LineReader reader;
    private final Errors errors;
    private final Duration patience;
    private final CompletableFuture<BoardClient> joined = new CompletableFuture<>();
    private volatile boolean ended;

    // Guarded by this.
    private @Nullable Thread prompting;

    // Touched by the thread that consumes the events only.
    private boolean seenView;
    private boolean seenPosts;

    /**
     * A board in a terminal.
     *
     * @param terminal closed with this
     * @param errors where it is reported why the member is out of the group
     * @param patience how long a post may take
     */
    BoardTerminal(Terminal terminal, Errors errors, Duration patience) {
        this.terminal = terminal;
        this.errors = errors;
        this.patience = patience;
        // What people write holds quotes, backslashes and exclamation marks: they mean nothing here.
        DefaultParser words = new DefaultParser();
        words.setQuoteChars(new char[0]);
        words.setEscapeChars(new char[0]);
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("tutti board")
                .parser(words)
                .completer((r, line, candidates) -> {
                    if (joined.isDone()) {
                        new BoardCompleter(joined.join()).complete(r, line, candidates);
                    }
                })
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /**
     * Takes over the terminal.
     *
     * @param errors where refused commands are reported
     * @param options in force
     * @return to be closed
     * @throws IOException if there is no terminal
     */
    static BoardTerminal open(Errors errors, Options options) throws IOException {
        Terminal terminal = TerminalBuilder.builder().name("tutti").build();
        return new BoardTerminal(terminal, errors, options.get(Options.SEND_TIMEOUT));
    }

    /** Where the node's notices go: above the prompt. */
    PrintStream notices() {
        OutputStream lines = new OutputStream() {
            private final StringBuilder line = new StringBuilder();

            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                line.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
                for (int end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
                    reader.printAbove(BoardTexts.remark(Clean.line(line.substring(0, end))));
                    line.delete(0, end + 1);
                }
            }
        };
        return new PrintStream(lines, true, StandardCharsets.UTF_8);
    }

    /**
     * Prompts until the user quits or the member is out of the group.
     *
     * @param client joined, with this as its listener
     * @throws InterruptedException if the thread is interrupted
     */
    void run(BoardClient client) throws InterruptedException {
        joined.complete(client);
        startPrompting();
        reader.printAbove(BoardTexts.remark("help lists the commands, the tabulator key completes them"));
        boolean more = true;
        while (more && !ended) {
            try {
                more = take(client, Request.parse(reader.readLine(prompt(client))));
            } catch (UserInterruptException cancelled) {
                // Cancelled by the user, or interrupted because the member is out of the group.
                if (!ended) {
                    reader.printAbove(BoardTexts.remark("cancelled; quit leaves"));
                }
            } catch (InterruptedException interrupted) {
                if (!ended) {
                    throw interrupted;
                }
            } catch (EndOfFileException quit) {
                more = false;
            } catch (TuttiException | BoardException | UsageException | IllegalArgumentException refused) {
                reader.printAbove(BoardTexts.warning(Failure.of(refused).message()));
            }
        }
        stopPrompting();
    }

    private synchronized void startPrompting() {
        prompting = Thread.currentThread();
    }

    /** From here on nobody interrupts the thread that prompted, which has other things to do. */
    private synchronized void stopPrompting() {
        prompting = null;
        Thread.interrupted();
    }

    private synchronized void interruptPrompt() {
        if (prompting != null) {
            prompting.interrupt();
        }
    }

    private static String prompt(BoardClient client) {
        return Clean.line(client.group().self().name() + "@" + client.group().name()) + "> ";
    }

    /** False if it was the last. */
    private boolean take(BoardClient client, Request request) throws InterruptedException {
        BoardTexts texts = new BoardTexts(client, ZoneId.systemDefault());
        switch (request) {
            case Request.Nothing nothing -> {}
            case Request.Quit quit -> {
                return false;
            }
            case Request.Post post -> {
                String subject = post.subject() == null ? reader.readLine("subject: ") : post.subject();
                client.post(subject, orAsk(post.text()), patience);
            }
            case Request.Reply reply -> {
                PostId parent = BoardReader.post(client, reply.id()).id();
                client.reply(parent, reply.subject(), orAsk(reply.text()), patience);
            }
            case Request.List list -> {
                client.threads().forEach(entry -> println(texts.entry(entry)));
                if (client.threads().isEmpty()) {
                    println(BoardTexts.remark("nothing has been posted yet"));
                }
            }
            case Request.Read read -> println(texts.whole(BoardReader.post(client, read.id())));
            case Request.Who who -> {
                View view = client.group().view();
                println(new AttributedString(PlainOutput.names(view.members())));
            }
            case Request.Help help -> println(new AttributedString(Request.HELP));
        }
        return true;
    }

    private String orAsk(@Nullable String text) {
        if (text != null) {
            return text;
        }
        println(BoardTexts.remark("text; a line with only a full stop ends it"));
        StringBuilder lines = new StringBuilder();
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        try {
            for (String line = reader.readLine("| "); !line.equals(END_OF_TEXT); line = reader.readLine("| ")) {
                lines.append(line).append('\n');
            }
        } finally {
            reader.setVariable(LineReader.DISABLE_HISTORY, false);
        }
        return lines.toString().stripTrailing();
    }

    private void println(AttributedString text) {
        text.println(terminal);
        terminal.flush();
    }

    @Override
    public void shown(Post post) {
        seenPosts = true;
        printAbove(texts -> texts.whole(post));
    }

    private void printAbove(Function<BoardTexts, AttributedString> text) {
        // The first posts may come before join has returned the client.
        try {
            reader.printAbove(text.apply(new BoardTexts(joined.get(), ZoneId.systemDefault())));
        } catch (InterruptedException | ExecutionException ending) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void view(View view) {
        StringBuilder text = new StringBuilder("here: ").append(PlainOutput.names(view.members()));
        if (seenView && !view.joined().isEmpty()) {
            text.append("; new: ").append(PlainOutput.names(view.joined()));
        }
        if (!view.left().isEmpty()) {
            text.append("; gone: ").append(PlainOutput.names(view.left()));
        }
        seenView = true;
        reader.printAbove(BoardTexts.remark(text.toString()));
    }

    @Override
    public void alone() {
        reader.printAbove(BoardTexts.warning(BoardTexts.ALONE));
    }

    @Override
    public void together() {
        reader.printAbove(BoardTexts.remark(BoardTexts.TOGETHER));
    }

    @Override
    public void received(Endpoint from, List<Post> posts) {
        if (posts.isEmpty()) {
            return;
        }
        boolean newcomer = !seenPosts;
        seenPosts = true;
        String got =
                "got " + (posts.size() == 1 ? "1 post" : posts.size() + " posts") + " from " + Clean.line(from.name());
        if (posts.size() <= MOST_WHOLE) {
            printAbove(texts -> texts.wholes(posts));
            reader.printAbove(BoardTexts.remark(got));
        } else if (newcomer && posts.size() > MOST_FOR_NEWCOMER) {
            reader.printAbove(
                    BoardTexts.remark(got + ", too many to show here: list shows a line of each, read ID all of one"));
        } else {
            printAbove(texts -> texts.lines(posts));
            reader.printAbove(BoardTexts.remark(got + ": read ID shows all of one, list shows them as threads"));
        }
    }

    @Override
    public void dropped(String why) {
        reader.printAbove(BoardTexts.warning(Clean.line(why)));
    }

    @Override
    public void left(Left.Reason reason) {
        ended = true;
        if (reason != Left.Reason.LEFT) {
            errors.report(new EndedException(reason));
        }
        interruptPrompt();
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
