package dev.tutti.board;

/**
 * Identifies a post for ever: the incarnation of the member that wrote it, and a count of what that member wrote.
 *
 * @param author id of the author's endpoint, which is random
 * @param number 1 for the author's first post
 */
public record PostId(long author, int number) implements Comparable<PostId> {
    private static final int HEX_DIGITS = 16;

    /** Checks the number. */
    public PostId {
        if (number < 1) {
            throw new IllegalArgumentException("posts are numbered from 1: " + number);
        }
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @param text sixteen hexadecimal digits, a full stop, a number
     * @return the id
     * @throws IllegalArgumentException if it has another form
     */
    public static PostId parse(String text) {
        int stop = text.indexOf('.');
        try {
            if (stop != HEX_DIGITS) {
                throw new NumberFormatException(text);
            }
            return new PostId(Long.parseUnsignedLong(text, 0, stop, 16), Integer.parseInt(text.substring(stop + 1)));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("'" + text + "' is not a post's id, as in 00c0ffee00c0ffee.1", wrong);
        }
    }

    /**
     * Whether a user who types this much can mean this post: some first digits of the author, and the whole number.
     *
     * @param text for instance {@code 00c0.1}
     * @return true if this id begins and ends so
     */
    boolean matches(String text) {
        int stop = text.indexOf('.');
        return stop >= 0
                && authorDigits().startsWith(text.substring(0, stop))
                && Integer.toString(number).equals(text.substring(stop + 1));
    }

    /**
     * The id with only the first digits of the author.
     *
     * @param digits how many
     * @return for instance {@code 00c0.1}
     */
    String abbreviated(int digits) {
        return authorDigits().substring(0, digits) + "." + number;
    }

    /**
     * How many first digits tell two authors apart.
     *
     * @param author one
     * @param other not the same
     * @return 1 to 16
     */
    static int digitsToTellApart(long author, long other) {
        return Long.numberOfLeadingZeros(author ^ other) / 4 + 1;
    }

    private String authorDigits() {
        String hex = Long.toHexString(author);
        return "0".repeat(HEX_DIGITS - hex.length()) + hex;
    }

    @Override
    public int compareTo(PostId other) {
        int byAuthor = Long.compareUnsigned(author, other.author);
        return byAuthor != 0 ? byAuthor : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return abbreviated(HEX_DIGITS);
    }
}
