package dev.tutti.sim.trace;

/**
 * What an application's state is made of: a set of messages, given by their number and a digest that does not depend on their order.
 * FIFO order lets members deliver the casts of different senders in different orders, so only sets can be compared.
 *
 * @param count number of messages
 * @param digest sum of the digests of their ids
 */
public record Content(long count, long digest) {
    /** No messages. */
    public static final Content EMPTY = new Content(0, 0);

    /**
     * Adds a message that is not in the set.
     *
     * @param message its id
     * @return the larger set
     */
    public Content plus(String message) {
        return new Content(count + 1, digest + digest(message));
    }

    /** FNV-1a over the characters, then spread, so that sums of digests do not cancel out. */
    private static long digest(String message) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < message.length(); i++) {
            hash = (hash ^ message.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
        return hash ^ (hash >>> 29);
    }
}
