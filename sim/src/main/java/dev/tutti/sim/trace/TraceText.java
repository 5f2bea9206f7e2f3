package dev.tutti.sim.trace;

import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.ViewId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One entry as one line: the time in seconds, the process, a verb, and what belongs to it, separated by single blanks. The format is
 * described in docs/sim.md.
 */
final class TraceText {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final String NOBODY = "-";
    private static final String VERBS = "start, cast, unordered, gbcast, refused, stable, send, deliver, view, switch, "
            + "switched, block, save, load, merge, state, leave, left, crash";

    private static final Pattern TIME = Pattern.compile("([0-9]{1,10})\\.([0-9]{9})");
    private static final Pattern VIEW_ID = Pattern.compile("([0-9]{1,19})\\.([0-9a-fA-F]{1,16})");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{1,16}");
    private static final Pattern MEMBER = Pattern.compile("(.+)~([0-9a-fA-F]{1,16})");

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
            case TraceEvent.Cast(String message, Message.Kind kind) -> word(kind) + " " + Word.write(message);
            case TraceEvent.Refused(String message) -> "refused " + Word.write(message);
            case TraceEvent.Stable() -> "stable";
            case TraceEvent.Sent(Member to, String message) -> "send " + write(to) + " " + Word.write(message);
            case TraceEvent.Delivered(String message, Member from, Message.Kind kind) ->
                "deliver " + word(kind) + " " + write(from) + " " + Word.write(message);
            case TraceEvent.Viewed view -> write(view);
            case TraceEvent.Blocked() -> "block";
            case TraceEvent.Saved(Content content) -> "save " + write(content);
            case TraceEvent.Loaded(Content content) -> "load " + write(content);
            case TraceEvent.Merged(Content content) -> "merge " + write(content);
            case TraceEvent.StateReceived(Member from) -> "state " + write(from);
            case TraceEvent.Leaving() -> "leave";
            case TraceEvent.Departed(Left.Reason reason) -> "left " + word(reason);
            case TraceEvent.Crashed() -> "crash";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
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

    static Entry read(String text) {
        Line line = new Line(text);
        Entry entry = new Entry(readTime(line.next("a time")), Word.read(line.next("a process")), readEvent(line));
        line.end();
        return entry;
    }

    private static TraceEvent readEvent(Line line) {
        String verb = line.next("a verb");
        return switch (verb) {
            case "start" -> new TraceEvent.Started(Promises.read(line.rest()));
            case "cast", "unordered", "gbcast" -> new TraceEvent.Cast(readMessage(line), readKind(verb));
            case "switch" -> new TraceEvent.Switching(Word.read(line.next("what is asked for")));
            case "switched" -> new TraceEvent.Switched();
            case "refused" -> new TraceEvent.Refused(readMessage(line));
            case "stable" -> new TraceEvent.Stable();
            case "send" -> new TraceEvent.Sent(readMember(line), readMessage(line));
            case "deliver" -> readDelivered(line);
            case "view" -> readView(line);
            case "block" -> new TraceEvent.Blocked();
            case "save" -> new TraceEvent.Saved(readContent(line));
            case "load" -> new TraceEvent.Loaded(readContent(line));
            case "merge" -> new TraceEvent.Merged(readContent(line));
            case "state" -> new TraceEvent.StateReceived(readMember(line));
            case "leave" -> new TraceEvent.Leaving();
            case "left" -> new TraceEvent.Departed(oneOf(Left.Reason.values(), line.next("a reason")));
            case "crash" -> new TraceEvent.Crashed();
            default -> throw noneOf(verb, VERBS);
        };
    }

    private static String readMessage(Line line) {
        return Word.read(line.next("a message"));
    }

    private static Message.Kind readKind(String word) {
        return oneOf(Message.Kind.values(), word);
    }

    private static TraceEvent.Delivered readDelivered(Line line) {
        Message.Kind kind = readKind(line.next("a kind of message"));
        Member from = readMember(line);
        return new TraceEvent.Delivered(readMessage(line), from, kind);
    }

    private static TraceEvent.Viewed readView(Line line) {
        return new TraceEvent.Viewed(
                readViewId(line.next("a view id")),
                readPrimary(line.next("'primary' or 'secondary'")),
                readSelf(line),
                readMembers(line, "members"),
                readMembers(line, "transitional"),
                readMembers(line, "joined"),
                readMembers(line, "left"),
                line.isOver() ? null : readRuns(line));
    }

    private static ViewId readViewId(String text) {
        return read(
                text,
                VIEW_ID,
                "a view id, as in 3.7f",
                id -> new ViewId(Long.parseLong(id.group(1)), Long.parseUnsignedLong(id.group(2), 16)));
    }

    private static boolean readPrimary(String word) {
        return switch (word) {
            case "primary" -> true;
            case "secondary" -> false;
            default -> throw noneOf(word, "primary, secondary");
        };
    }

    private static Member readSelf(Line line) {
        line.skip("self");
        return readMember(line);
    }

    private static List<Member> readMembers(Line line, String name) {
        line.skip(name);
        String text = line.next("a list of members");
        return text.equals(NOBODY)
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(TraceText::readMember).toList();
    }

    private static Promises readRuns(Line line) {
        line.skip("runs");
        String words = line.next("what the view promises");
        return words.equals(NOBODY) ? Promises.NONE : Promises.read(List.of(words.split(",", -1)));
    }

    private static Content readContent(Line line) {
        long count = read(
                line.next("a number of messages"),
                NUMBER,
                "a whole number from 0 to " + Long.MAX_VALUE,
                number -> Long.parseLong(number.group()));
        long digest = read(
                line.next("a digest"),
                DIGEST,
                "a number of one to sixteen hexadecimal digits",
                hex -> Long.parseUnsignedLong(hex.group(), 16));
        return new Content(count, digest);
    }

    private static Member readMember(Line line) {
        return readMember(line.next("a member"));
    }

    private static Member readMember(String text) {
        return read(
                text,
                MEMBER,
                "a member, as in a~7f",
                member -> new Member(Word.read(member.group(1)), Long.parseUnsignedLong(member.group(2), 16)));
    }

    private static long readTime(String text) {
        return read(
                text,
                TIME,
                "a time in seconds with nine decimals",
                // The decimals are nanoseconds, so the digits of both are the nanoseconds of the whole.
                time -> Long.parseLong(time.group(1) + time.group(2)));
    }

    private static <T> T read(String text, Pattern pattern, String what, Function<Matcher, T> value) {
        Matcher matcher = pattern.matcher(text);
        if (matcher.matches()) {
            try {
                return value.apply(matcher);
            } catch (NumberFormatException tooLarge) {
                // So it is none, as below.
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not " + what);
    }

    private static <E extends Enum<E>> E oneOf(E[] all, String word) {
        return Arrays.stream(all)
                .filter(constant -> word(constant).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        noneOf(word, Arrays.stream(all).map(TraceText::word).collect(Collectors.joining(", "))));
    }

    private static IllegalArgumentException noneOf(String word, String all) {
        return new IllegalArgumentException("'" + word + "' is none of " + all);
    }
}
