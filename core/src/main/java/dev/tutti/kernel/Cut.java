package dev.tutti.kernel;

/**
 * What one member holds of a view when it blocks: the content of its sync message.
 *
 * @param held casts held without a gap, by sender's rank
 * @param early unordered casts that were delivered beyond a gap, by sender's rank: bit i stands for cast {@code held + 1 + i}
 * @param sent sends handed to the network, by receiver's rank
 */
public record Cut(long[] held, long[] early, long[] sent) {
    /** How far beyond a gap an unordered cast may be delivered: what the bits can say. */
    public static final int MAX_EARLY = Long.SIZE;

    /**
     * A cut of which nothing was delivered beyond a gap.
     *
     * @param held casts held without a gap, by sender's rank
     * @param sent sends handed to the network, by receiver's rank
     */
    public Cut(long[] held, long[] sent) {
        this(held, new long[held.length], sent);
    }

    /**
     * Whether it says that a cast is held.
     *
     * @param origin rank of the sender
     * @param number of the cast
     * @return false if it does not say so
     */
    public boolean holds(int origin, long number) {
        return number <= held[origin] || hasBit(early[origin], number - held[origin]);
    }

    /**
     * Whether a cast is among those beyond a number.
     *
     * @param early bits as in {@link #early}
     * @param distance of the cast from that number, above zero
     * @return whether its bit is set
     */
    public static boolean hasBit(long early, long distance) {
        return distance <= MAX_EARLY && (early >>> (distance - 1) & 1) != 0;
    }
}
