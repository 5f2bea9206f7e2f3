package dev.tutti.sim.check;

import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.ViewId;
import dev.tutti.sim.trace.Content;
import dev.tutti.sim.trace.Member;
import dev.tutti.sim.trace.Promises;
import dev.tutti.sim.trace.Trace;
import dev.tutti.sim.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Traces written by hand, in short. A process is a letter, and so are its members: {@code a} stands for its first incarnation, {@code A}
 * for its second. A line is a process, a verb and what belongs to it:
 *
 * <pre>
 * a start causal       starts, and asks for that
 * a view 2! abc ab     view 2, primary, with members a, b, c, of which a and b came along; words behind that say what it promises
 * a switch x           wants other properties; a switched: that is over
 * a cast m             casts m
 * a unordered m        casts m without an order
 * a send b m           sends m to b
 * b got m a            is delivered the cast m from a
 * b gotunordered m a   is delivered the unordered cast m from a
 * b gotsend m a        is delivered the send m from a
 * a gbcast m           casts m in order with everything; b gotgbcast m a is its delivery
 * a refused m          was refused the cast
 * a block | stable | leave | left | crash
 * a left closed        is out, but not in good order
 * a save mn            hands on a state made of m and n; likewise load and merge
 * </pre>
 */
final class Tale {
    private final Trace trace = new Trace();
    private final Map<String, List<Member>> views = new HashMap<>();
    private long timeNanos;

    static Trace of(String text) {
        Tale tale = new Tale();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(tale::tell);
        return tale.trace;
    }

    private void tell(String line) {
        String[] words = line.strip().split(" +", -1);
        TraceEvent event = switch (words[1]) {
            case "start" -> new TraceEvent.Started(promises(words, 2));
            case "view" -> view(words);
            case "cast" -> new TraceEvent.Cast(words[2], Message.Kind.CAST);
            case "unordered" -> new TraceEvent.Cast(words[2], Message.Kind.UNORDERED);
            case "gbcast" -> new TraceEvent.Cast(words[2], Message.Kind.GBCAST);
            case "send" -> new TraceEvent.Sent(member(words[2].charAt(0)), words[3]);
            case "got" -> new TraceEvent.Delivered(words[2], member(words[3].charAt(0)), Message.Kind.CAST);
            case "gotunordered" ->
                new TraceEvent.Delivered(words[2], member(words[3].charAt(0)), Message.Kind.UNORDERED);
            case "gotgbcast" -> new TraceEvent.Delivered(words[2], member(words[3].charAt(0)), Message.Kind.GBCAST);
            case "gotsend" -> new TraceEvent.Delivered(words[2], member(words[3].charAt(0)), Message.Kind.SEND);
            case "switch" -> new TraceEvent.Switching(words[2]);
            case "switched" -> new TraceEvent.Switched();
            case "refused" -> new TraceEvent.Refused(words[2]);
            case "stable" -> new TraceEvent.Stable();
            case "block" -> new TraceEvent.Blocked();
            case "leave" -> new TraceEvent.Leaving();
            case "left" -> new TraceEvent.Departed(words.length > 2 ? Left.Reason.CLOSED : Left.Reason.LEFT);
            case "crash" -> new TraceEvent.Crashed();
            case "save" -> new TraceEvent.Saved(content(words));
            case "load" -> new TraceEvent.Loaded(content(words));
            case "merge" -> new TraceEvent.Merged(content(words));
            default -> throw new IllegalArgumentException(line);
        };
        timeNanos += 1_000_000;
        trace.add(timeNanos, words[0], event);
    }

    private TraceEvent view(String[] words) {
        boolean primary = words[2].endsWith("!");
        long number = Long.parseLong(primary ? words[2].substring(0, words[2].length() - 1) : words[2]);
        List<Member> members = members(words[3]);
        List<Member> before = views.getOrDefault(words[0], List.of());
        views.put(words[0], members);
        List<Member> joined = new ArrayList<>(members);
        joined.removeAll(before);
        List<Member> left = new ArrayList<>(before);
        left.removeAll(members);
        Member self = members.stream()
                .filter(member -> member.name().equals(words[0]))
                .findFirst()
                .orElse(member(words[0].charAt(0)));
        Promises runs = words.length > 5 ? promises(words, 5) : null;
        return new TraceEvent.Viewed(
                new ViewId(number, 1), primary, self, members, members(words[4]), joined, left, runs);
    }

    private static Promises promises(String[] words, int from) {
        return Promises.read(Arrays.asList(words).subList(from, words.length));
    }

    private static Content content(String[] words) {
        Content content = Content.EMPTY;
        if (words.length > 2) {
            for (char message : words[2].toCharArray()) {
                content = content.plus(String.valueOf(message));
            }
        }
        return content;
    }

    private static List<Member> members(String letters) {
        return letters.chars().mapToObj(letter -> member((char) letter)).toList();
    }

    private static Member member(char letter) {
        return new Member(String.valueOf(Character.toLowerCase(letter)), letter);
    }
}
