package dev.tutti.sim.trace;

import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.ViewId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One entry as one line: the time in seconds, the process, a verb, and what belongs to it, separated by single blanks. The format is
 * described in docs/sim.md.
 */
final class TraceText {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANO_DIGITS = 9;
    private static final String NOBODY = "-";

    private TraceText() {}

    static String write(Entry entry) {
        long nanos = entry.timeNanos();
        String fraction = Long.toString(NANOS_PER_SECOND + nanos % NANOS_PER_SECOND);
        return nanos / NANOS_PER_SECOND + "." + fraction.substring(1) + " " + Word.write(entry.process()) + " "
                + write(entry.event());
    }

    private static String write(TraceEvent event) {
        return switch (event) {
            case TraceEvent.Started(Promises promises) ->
                "start" + promises.words().stream().map(word -> " " + word).collect(Collectors.joining());
            case TraceEvent.Switching(String properties) -> "switch " + Word.write(properties);
            case TraceEvent.Switched() -> "switched";
            case TraceEvent.Cast(String message, Message.Kind kind) -> write(kind) + " " + Word.write(message);
            case TraceEvent.Refused(String message) -> "refused " + Word.write(message);
            case TraceEvent.Stable() -> "stable";
            case TraceEvent.Sent(Member to, String message) -> "send " + write(to) + " " + Word.write(message);
            case TraceEvent.Delivered(String message, Member from, Message.Kind kind) ->
                "deliver " + write(kind) + " " + write(from) + " " + Word.write(message);
            case TraceEvent.Viewed view -> write(view);
            case TraceEvent.Blocked() -> "block";
            case TraceEvent.Saved(Content content) -> "save " + write(content);
            case TraceEvent.Loaded(Content content) -> "load " + write(content);
            case TraceEvent.Merged(Content content) -> "merge " + write(content);
            case TraceEvent.StateReceived(Member from) -> "state " + write(from);
            case TraceEvent.Leaving() -> "leave";
            case TraceEvent.Departed(Left.Reason reason) ->
                "left " + reason.name().toLowerCase(Locale.ROOT);
            case TraceEvent.Crashed() -> "crash";
        };
    }

    private static String write(Message.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String write(TraceEvent.Viewed view) {
        return "view " + view.id() + (view.primary() ? " primary" : " secondary") + " self " + write(view.self())
                + " members " + write(view.members()) + " transitional " + write(view.transitional()) + " joined "
                + write(view.joined()) + " left " + write(view.left())
                + (view.runs() == null ? "" : " runs " + words(view.runs()));
    }

    private static String words(Promises promises) {
        return promises.equals(Promises.NONE) ? NOBODY : String.join(",", promises.words());
    }

    private static String write(Content content) {
        return content.count() + " " + Long.toHexString(content.digest());
    }

    private static String write(Member member) {
        return Word.write(member.name()) + "~" + Long.toHexString(member.id());
    }

    private static String write(List<Member> members) {
        return members.isEmpty()
                ? NOBODY
                : members.stream().map(TraceText::write).collect(Collectors.joining(","));
    }

    static Entry read(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        if (words.size() < 3) {
            throw new IllegalArgumentException("'" + line + "' is not TIME PROCESS VERB ...");
        }
        return new Entry(
                readTime(words.get(0)),
                Word.read(words.get(1)),
                readEvent(words.get(2), words.subList(3, words.size())));
    }

    private static TraceEvent readEvent(String verb, List<String> rest) {
        return switch (verb) {
            case "start" -> new TraceEvent.Started(Promises.read(rest));
            case "cast", "unordered", "gbcast" -> new TraceEvent.Cast(Word.read(word(rest, 0)), readKind(verb));
            case "switch" -> new TraceEvent.Switching(Word.read(word(rest, 0)));
            case "switched" -> new TraceEvent.Switched();
            case "refused" -> new TraceEvent.Refused(Word.read(word(rest, 0)));
            case "stable" -> new TraceEvent.Stable();
            case "send" -> new TraceEvent.Sent(readMember(word(rest, 0)), Word.read(word(rest, 1)));
            case "deliver" ->
                new TraceEvent.Delivered(Word.read(word(rest, 2)), readMember(word(rest, 1)), readKind(word(rest, 0)));
            case "view" -> readView(rest);
            case "block" -> new TraceEvent.Blocked();
            case "save" -> new TraceEvent.Saved(readContent(rest));
            case "load" -> new TraceEvent.Loaded(readContent(rest));
            case "merge" -> new TraceEvent.Merged(readContent(rest));
            case "state" -> new TraceEvent.StateReceived(readMember(word(rest, 0)));
            case "leave" -> new TraceEvent.Leaving();
            case "left" ->
                new TraceEvent.Departed(Left.Reason.valueOf(word(rest, 0).toUpperCase(Locale.ROOT)));
            case "crash" -> new TraceEvent.Crashed();
            default -> throw new IllegalArgumentException("no such verb: '" + verb + "'");
        };
    }

    private static Message.Kind readKind(String word) {
        return Message.Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static TraceEvent.Viewed readView(List<String> rest) {
        String[] id = word(rest, 0).split("\\.", 2);
        if (id.length != 2) {
            throw new IllegalArgumentException("'" + rest.get(0) + "' is not a view id, as in 3.7f");
        }
        return new TraceEvent.Viewed(
                new ViewId(Long.parseLong(id[0]), Long.parseUnsignedLong(id[1], 16)),
                switch (word(rest, 1)) {
                    case "primary" -> true;
                    case "secondary" -> false;
                    default -> throw new IllegalArgumentException("a view is primary or secondary");
                },
                readMember(named(rest, 2, "self")),
                readMembers(named(rest, 4, "members")),
                readMembers(named(rest, 6, "transitional")),
                readMembers(named(rest, 8, "joined")),
                readMembers(named(rest, 10, "left")),
                rest.size() > 12 ? readPromises(named(rest, 12, "runs")) : null);
    }

    private static Promises readPromises(String words) {
        return words.equals(NOBODY) ? Promises.NONE : Promises.read(List.of(words.split(",", -1)));
    }

    private static Content readContent(List<String> rest) {
        return new Content(Long.parseLong(word(rest, 0)), Long.parseUnsignedLong(word(rest, 1), 16));
    }

    private static Member readMember(String text) {
        int mark = text.lastIndexOf('~');
        if (mark < 0) {
            throw new IllegalArgumentException("'" + text + "' is not a member, as in a~7f");
        }
        return new Member(Word.read(text.substring(0, mark)), Long.parseUnsignedLong(text.substring(mark + 1), 16));
    }

    private static List<Member> readMembers(String text) {
        return text.equals(NOBODY)
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(TraceText::readMember).toList();
    }

    private static long readTime(String text) {
        int point = text.indexOf('.');
        if (point < 0 || text.length() - point - 1 != NANO_DIGITS) {
            throw new IllegalArgumentException("'" + text + "' is not a time in seconds with nine decimals");
        }
        return Math.addExact(
                Math.multiplyExact(Long.parseLong(text.substring(0, point)), NANOS_PER_SECOND),
                Long.parseLong(text.substring(point + 1)));
    }

    private static String named(List<String> rest, int at, String name) {
        if (!word(rest, at).equals(name)) {
            throw new IllegalArgumentException("'" + name + "' should stand where '" + rest.get(at) + "' stands");
        }
        return word(rest, at + 1);
    }

    private static String word(List<String> rest, int at) {
        if (at >= rest.size()) {
            throw new IllegalArgumentException("the line ends too early");
        }
        return rest.get(at);
    }
}
