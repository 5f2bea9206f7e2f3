package dev.tutti.cli;

import dev.tutti.board.Board;
import dev.tutti.board.BoardClient;
import java.util.List;
import java.util.Locale;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, and the ids of posts. */
final class BoardCompleter implements Completer {
    private static final List<String> COMMANDS = List.of("post", "reply", "list", "read", "who", "help", "quit");

    private final BoardClient client;

    BoardCompleter(BoardClient client) {
        this.client = client;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0) {
            COMMANDS.forEach(command -> candidates.add(new Candidate(command)));
            return;
        }
        String command = line.words().get(0).toLowerCase(Locale.ROOT);
        if (line.wordIndex() == 1 && (command.equals("reply") || command.equals("read"))) {
            client.threads().stream().map(this::candidate).forEach(candidates::add);
        }
    }

    private Candidate candidate(Board.Entry entry) {
        String id = client.brief(entry.post().id());
        String about = Clean.line(entry.post().sender() + ": " + entry.post().subject());
        return new Candidate(id, id, null, about, null, null, true);
    }
}
