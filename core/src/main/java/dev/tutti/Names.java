package dev.tutti;

import org.jspecify.annotations.Nullable;

/** What the names of members and groups may be. They are shown on terminals and stand in logs, so they stay within their line. */
public final class Names {
    /** The longest name in characters. */
    public static final int MAX_LENGTH = 64;

    private static final int FIRST_EMBEDDING = 0x202A;
    private static final int LAST_EMBEDDING = 0x202E;
    private static final int FIRST_ISOLATE = 0x2066;
    private static final int LAST_ISOLATE = 0x2069;

    private Names() {}

    /**
     * Looks for what is wrong with a name.
     *
     * @param name of a member or a group
     * @return the rest of a sentence ("must ..."), or null for a good name
     */
    public static @Nullable String problem(String name) {
        if (name.isBlank()) {
            return "must have 1 to " + MAX_LENGTH + " characters, not only blanks";
        }
        if (name.length() > MAX_LENGTH) {
            return "must have 1 to " + MAX_LENGTH + " characters, not " + name.length();
        }
        return name.codePoints().allMatch(Names::isShowable)
                ? null
                : "must not contain line ends or other control characters";
    }

    /**
     * Whether a character stays in its place when it is shown.
     *
     * @param codePoint the character
     * @return false for control characters, line ends, halves of characters, and marks that turn the direction of writing
     */
    public static boolean isShowable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> !turnsDirection(codePoint);
        };
    }

    private static boolean turnsDirection(int codePoint) {
        return (codePoint >= FIRST_EMBEDDING && codePoint <= LAST_EMBEDDING)
                || (codePoint >= FIRST_ISOLATE && codePoint <= LAST_ISOLATE);
    }
}
