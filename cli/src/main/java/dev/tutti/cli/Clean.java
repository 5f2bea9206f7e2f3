package dev.tutti.cli;

import dev.tutti.Names;

/** Makes text from other members fit for a terminal. */
final class Clean {
    private static final int BRIEF_LENGTH = 80;

    private Clean() {}

    /**
     * Replaces what a terminal would take for a command, so that no member can write on another's screen but where its text
     * stands. Line ends and tabs stay.
     *
     * @param text from anywhere
     * @return the text without other control characters and without marks that turn the direction of writing
     */
    static String text(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> clean.appendCodePoint(c == '\n' || c == '\t' || Names.isShowable(c) ? c : 0xFFFD));
        return clean.toString();
    }

    /**
     * The same for one line.
     *
     * @param text from anywhere
     * @return without line ends
     */
    static String line(String text) {
        return text(text).replace('\n', ' ');
    }

    /**
     * The same for a piece of a line, which may be of any length.
     *
     * @param text what a user wrote
     * @return its beginning, when it is long
     */
    static String brief(String text) {
        int cut = Math.min(text.length(), BRIEF_LENGTH);
        return line(text.substring(0, cut)) + (cut < text.length() ? "..." : "");
    }
}
