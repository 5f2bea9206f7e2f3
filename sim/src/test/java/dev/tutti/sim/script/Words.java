package dev.tutti.sim.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The words of a line, taken one after the other. */
final class Words {
    private static final String BAR = "|";

    private final Deque<String> left;

    Words(String line) {
        left = new ArrayDeque<>(Arrays.asList(line.trim().split("\\s+")));
    }

    boolean more() {
        return !left.isEmpty();
    }

    String next(String what) {
        if (left.isEmpty()) {
            throw new Unreadable(what + " is missing");
        }
        return left.removeFirst();
    }

    /** The word behind a keyword. */
    String next(String keyword, String what) {
        expect(keyword);
        return next(what);
    }

    void expect(String keyword) {
        String word = next("'" + keyword + "'");
        if (!word.equals(keyword)) {
            throw new Unreadable("'" + keyword + "' should stand where '" + word + "' stands");
        }
    }

    /** Takes the next word if it is this one. */
    boolean takes(String keyword) {
        boolean there = keyword.equals(left.peekFirst());
        if (there) {
            left.removeFirst();
        }
        return there;
    }

    int count(String what) {
        return (int) number(what);
    }

    double number(String what) {
        String word = next(what);
        if (!word.matches("\\d+(\\.\\d+)?")) {
            throw new Unreadable(what + " should be a number, and is '" + word + "'");
        }
        return Double.parseDouble(word);
    }

    /** Milliseconds, with decimals if need be, as nanoseconds. */
    long millis() {
        return Math.round(number("the time in milliseconds") * 1_000_000);
    }

    /** All words that are left, of which there must be one. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        do {
            names.add(next("a name"));
        } while (more());
        return names;
    }

    /** Words up to the next number, of which there must be one. */
    List<String> namesBeforeNumber() {
        List<String> names = new ArrayList<>();
        do {
            names.add(next("a name"));
        } while (more() && !Character.isDigit(left.getFirst().charAt(0)));
        return names;
    }

    /** All words that are left, in parts with a bar between them. */
    List<List<String>> parts() {
        List<List<String>> parts = new ArrayList<>();
        parts.add(new ArrayList<>());
        for (String word : names()) {
            if (word.equals(BAR)) {
                parts.add(new ArrayList<>());
            } else {
                parts.get(parts.size() - 1).add(word);
            }
        }
        return parts;
    }

    void end() {
        if (more()) {
            throw new Unreadable("'" + String.join(" ", left) + "' is too much");
        }
    }
}
