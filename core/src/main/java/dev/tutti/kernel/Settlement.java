package dev.tutti.kernel;

/**
 * What a member must deliver before its view may end, and who can help it (Keidar and Khazan's rules for the members that move on
 * together).
 *
 * @param target casts to deliver, by sender's rank: the largest cut among those that come along
 * @param early unordered casts to deliver beyond the target, by sender's rank: bit i stands for cast {@code target + 1 + i}. Some member
 *     that comes along has delivered them
 * @param cuts by rank; null for a member that does not come along. Whoever's cut {@link Cut#holds} a cast can give it to others
 * @param owed sends to deliver, by sender's rank; 0 from those that do not come along
 */
public record Settlement(long[] target, long[] early, Cut[] cuts, long[] owed) {
    /**
     * A settlement in which nothing was delivered beyond a gap.
     *
     * @param target casts to deliver, by sender's rank
     * @param cuts by rank
     * @param owed sends to deliver, by sender's rank
     */
    public Settlement(long[] target, Cut[] cuts, long[] owed) {
        this(target, new long[target.length], cuts, owed);
    }

    /**
     * Whether a cast is to be delivered.
     *
     * @param origin rank of the sender
     * @param number of the cast
     * @return false if it belongs to no member's cut
     */
    public boolean names(int origin, long number) {
        return number <= target[origin] || Cut.hasBit(early[origin], number - target[origin]);
    }
}
