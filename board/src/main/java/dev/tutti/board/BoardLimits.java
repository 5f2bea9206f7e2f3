package dev.tutti.board;

/**
 * How much a board may hold. Above either limit a client refuses to post.
 *
 * <p>A board itself takes up to twice as much, since several members may post at the same moment and the sides of a partition may
 * each have been nearly full. What comes beyond that is dropped and counted: it takes faulty members, or members with larger limits, to
 * get there. The limits should be the same at all members.
 *
 * @param maxPosts posts, those held back included
 * @param maxBytes memory that they take, roughly
 */
public record BoardLimits(int maxPosts, long maxBytes) {
    /** 20,000 posts, 64 MiB. */
    public static final BoardLimits DEFAULT = new BoardLimits(20_000, 64L << 20);

    /** Checks the limits. */
    public BoardLimits {
        if (maxPosts < 1 || maxPosts > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException(
                    "a board must be allowed to hold 1 to " + Integer.MAX_VALUE / 2 + " posts, not " + maxPosts);
        }
        if (maxBytes < 1 || maxBytes > Long.MAX_VALUE / 2) {
            throw new IllegalArgumentException("a board must be allowed to hold some bytes, not " + maxBytes);
        }
    }

    boolean allow(int posts, long bytes) {
        return posts <= maxPosts && bytes <= maxBytes;
    }

    boolean bear(int posts, long bytes) {
        return posts <= 2 * maxPosts && bytes <= 2 * maxBytes;
    }
}
