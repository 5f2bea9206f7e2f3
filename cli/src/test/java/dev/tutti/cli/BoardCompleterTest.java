package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.board.BoardClient;
import dev.tutti.board.BoardLimits;
import dev.tutti.board.Post;
import dev.tutti.net.Tutti;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoardCompleterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DefaultParser parser = new DefaultParser();
    private Node node;
    private BoardClient board;
    private LineReader reader;

    @BeforeEach
    void found() throws IOException {
        node = Tutti.start(Options.local().name("ann").found(), notice -> {});
        Errors errors = new Errors("tutti board", new PrintStream(OutputStream.nullOutputStream()), false);
        board = BoardClient.join(
                node,
                "team",
                BoardLimits.DEFAULT,
                InstantSource.fixed(Instant.EPOCH),
                new BoardScript(OutputStream.nullOutputStream(), errors, Options.local()));
        reader = LineReaderBuilder.builder()
                .terminal(new DumbTerminal(InputStream.nullInputStream(), OutputStream.nullOutputStream()))
                .build();
    }

    @AfterEach
    void close() {
        board.close();
        node.close();
    }

    private List<Candidate> candidates(String typed) {
        List<Candidate> candidates = new ArrayList<>();
        new BoardCompleter(board)
                .complete(reader, parser.parse(typed, typed.length(), Parser.ParseContext.COMPLETE), candidates);
        return candidates;
    }

    private List<String> completed(String typed) {
        return candidates(typed).stream().map(Candidate::value).toList();
    }

    @Test
    void completesTheFirstWordToACommandThatThereIs() {
        assertThat(completed("")).containsExactly("post", "reply", "list", "read", "who", "help", "quit");
        assertThat(completed(""))
                .allSatisfy(
                        command -> assertThat(Request.parse(command + " 1.1")).isInstanceOf(Request.class));
    }

    @Test
    void completesTheIdAfterReplyAndReadAndSaysWhatItIs() throws Exception {
        Post lunch = board.post("Lunch?", "", PATIENCE);
        Post yes = board.reply(lunch.id(), "Yes", "", PATIENCE);

        for (String typed : List.of("reply ", "READ ", "read 0")) {
            List<Candidate> candidates = candidates(typed);
            assertThat(candidates)
                    .extracting(Candidate::value)
                    .containsExactly(board.brief(lunch.id()), board.brief(yes.id()));
            assertThat(candidates).extracting(Candidate::descr).containsExactly("ann: Lunch?", "ann: Yes");
        }
        assertThat(board.match(completed("read ").get(1))).containsExactly(yes);
    }

    @Test
    void completesNothingElse() throws Exception {
        board.post("Lunch?", "", PATIENCE);

        assertThat(completed("post ")).isEmpty();
        assertThat(completed("who ")).isEmpty();
        assertThat(completed("reply 12.1 ")).isEmpty();
    }
}
