package dev.tutti.sim.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The words of one line, taken one after the other. */
final class Line {
    private final List<String> words;
    private int at;

    Line(String text) {
        words = Arrays.asList(text.split(" ", -1));
        if (words.contains("")) {
            throw new IllegalArgumentException(
                    "words are separated by one blank each, and none stands before the first or after the last");
        }
    }

    boolean isOver() {
        return at == words.size();
    }

    /** The next word; if there is none, the complaint says what should be there. */
    String next(String what) {
        if (isOver()) {
            throw new IllegalArgumentException("the line ends where " + what + " should stand");
        }
        return words.get(at++);
    }

    /** Takes a word that must be this one. */
    void skip(String name) {
        String word = next("'" + name + "'");
        if (!word.equals(name)) {
            throw new IllegalArgumentException("'" + word + "' stands where '" + name + "' should stand");
        }
    }

    /** All words that are left. */
    List<String> rest() {
        List<String> rest = new ArrayList<>(words.subList(at, words.size()));
        at = words.size();
        return rest;
    }

    /** Nothing may follow: two lines that run into each other are not one. */
    void end() {
        if (!isOver()) {
            throw new IllegalArgumentException("'" + words.get(at) + "' stands where the line should end");
        }
    }
}
