package dev.tutti.cli;

/** Makes text from other members fit for a terminal. */
final class Clean {
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
        text.codePoints().forEach(c -> clean.appendCodePoint(c == '\n' || c == '\t' || isHarmless(c) ? c : 0xFFFD));
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

    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> !isDirectionMark(codePoint);
        };
    }

    private static boolean isDirectionMark(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
