package dev.tutti.bench;

/**
 * One stretch of sending, the same for all members: those that send do so from one instant on for some time, then everybody waits
 * until all of it is delivered.
 *
 * @param sizeBytes of each payload
 * @param senders how many members send: those with the lowest indices
 * @param startNanos when to begin, by System.nanoTime, which all processes of a machine share
 * @param lengthNanos how long to send
 * @param perSecond casts of each stream per second, or 0 for as many as the group takes
 * @param drainNanos how long to wait for the rest afterwards
 */
record Phase(int sizeBytes, int senders, long startNanos, long lengthNanos, int perSecond, long drainNanos) {
    /**
     * Reads what {@link #line} wrote.
     *
     * @param words of the line
     * @return the phase
     */
    static Phase parse(String[] words) {
        return new Phase(
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Integer.parseInt(words[5]),
                Long.parseLong(words[6]));
    }

    /**
     * The command to a member.
     *
     * @return one line
     */
    String line() {
        return "phase " + sizeBytes + " " + senders + " " + startNanos + " " + lengthNanos + " " + perSecond + " "
                + drainNanos;
    }

    /**
     * When the last cast is due.
     *
     * @return by System.nanoTime
     */
    long endNanos() {
        return startNanos + lengthNanos;
    }
}
