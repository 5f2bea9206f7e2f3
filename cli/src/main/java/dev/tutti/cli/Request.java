package dev.tutti.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a user asks of the board, in one line. */
sealed interface Request {
    /** The commands, for help. */
    String HELP = """
            post SUBJECT [| TEXT]        begin a thread
            reply ID [SUBJECT |] TEXT    answer a post
            list                         all posts, as threads
            read ID                      one post, whole
            who                          who is here
            help                         this list
            quit                         leave

            In one line, \\n in a text begins a new line, \\| is a bar and \\\\ a backslash.
            ID may be shortened to what list shows.
            """;

    /**
     * A new thread.
     *
     * @param subject one line, or null to ask for it
     * @param text any lines, or null to ask for them
     */
    record Post(@Nullable String subject, @Nullable String text) implements Request {}

    /**
     * An answer.
     *
     * @param id as typed
     * @param subject one line, or null for that of the post
     * @param text any lines, or null to ask for them
     */
    record Reply(
            String id, @Nullable String subject, @Nullable String text) implements Request {}

    /** All threads. */
    record List() implements Request {}

    /**
     * One post.
     *
     * @param id as typed
     */
    record Read(String id) implements Request {}

    /** The members. */
    record Who() implements Request {}

    /** The commands. */
    record Help() implements Request {}

    /** The end. */
    record Quit() implements Request {}

    /** An empty line. */
    record Nothing() implements Request {}

    /**
     * Reads a line.
     *
     * @param line as typed
     * @return what it asks
     * @throws UsageException if it is no command; the message says what there is
     */
    static Request parse(String line) {
        String[] parts = line.strip().split("\\s+", 2);
        String rest = parts.length > 1 ? parts[1] : "";
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "" -> new Nothing();
            case "post" -> post(rest);
            case "reply" -> reply(rest);
            case "list" -> new List();
            case "read" -> new Read(id("read", rest));
            case "who" -> new Who();
            case "help" -> new Help();
            case "quit", "exit" -> new Quit();
            default ->
                throw new UsageException("unknown command '" + Clean.brief(parts[0])
                        + "': there are post, reply, list, read, who, help, quit");
        };
    }

    private static Request post(String rest) {
        if (rest.isEmpty()) {
            return new Post(null, null);
        }
        int bar = bar(rest);
        return bar < 0
                ? new Post(unescaped(rest), null)
                : new Post(
                        unescaped(rest.substring(0, bar).strip()),
                        unescaped(rest.substring(bar + 1).strip()));
    }

    private static Request reply(String rest) {
        String[] parts = rest.split("\\s+", 2);
        String id = id("reply", parts[0]);
        if (parts.length == 1) {
            return new Reply(id, null, null);
        }
        int bar = bar(parts[1]);
        return bar < 0
                ? new Reply(id, null, unescaped(parts[1]))
                : new Reply(
                        id,
                        unescaped(parts[1].substring(0, bar).strip()),
                        unescaped(parts[1].substring(bar + 1).strip()));
    }

    private static String id(String command, String rest) {
        if (rest.isBlank()) {
            throw new UsageException(command + " needs the id of a post, as list shows it");
        }
        return rest.strip();
    }

    /** The first bar without a backslash before it, or -1. */
    private static int bar(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '|' -> {
                    return i;
                }
                default -> {}
            }
        }
        return -1;
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            char next = text.charAt(++i);
            switch (next) {
                case 'n' -> plain.append('\n');
                case '|', '\\' -> plain.append(next);
                default -> plain.append(c).append(next);
            }
        }
        return plain.toString();
    }
}
