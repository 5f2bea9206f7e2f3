package dev.tutti.sim.world;

import java.util.random.RandomGenerator;

/**
 * What one direction of a link does to frames. Begin with {@link #PERFECT} or {@link #LAN} and change what matters.
 *
 * @param loss probability that a frame is lost
 * @param duplication probability that a frame arrives twice
 * @param reordering probability that a frame does not wait for those sent before it
 * @param corruption probability that some bytes of a frame change
 * @param baseNanos shortest way
 * @param jitterNanos added to it, up to so much, evenly spread
 * @param tail probability that a frame is held up
 * @param tailNanos by how much such a frame is held up at least; now and then by many times that (a Pareto distribution)
 * @param queueBytes that may be under way; frames beyond are lost, as in a full queue
 */
public record LinkQuality(
        double loss,
        double duplication,
        double reordering,
        double corruption,
        long baseNanos,
        long jitterNanos,
        double tail,
        long tailNanos,
        long queueBytes) {
    /** Frames held up are late by at most this many times {@link #tailNanos}. */
    public static final int LONGEST_TAIL = 50;

    private static final long MICRO = 1_000;

    /** Nothing is lost, everything takes 50 microseconds. */
    public static final LinkQuality PERFECT = new LinkQuality(0, 0, 0, 0, 50 * MICRO, 0, 0, 0, 64L << 20);

    /** A quiet local network: nothing is lost, 100 to 300 microseconds. */
    public static final LinkQuality LAN = PERFECT.delay(100 * MICRO, 200 * MICRO);

    /**
     * Loses frames.
     *
     * @param probability 0 to 1
     * @return a copy that does
     */
    public LinkQuality losing(double probability) {
        return new LinkQuality(
                probability, duplication, reordering, corruption, baseNanos, jitterNanos, tail, tailNanos, queueBytes);
    }

    /**
     * Doubles frames.
     *
     * @param probability 0 to 1
     * @return a copy that does
     */
    public LinkQuality doubling(double probability) {
        return new LinkQuality(
                loss, probability, reordering, corruption, baseNanos, jitterNanos, tail, tailNanos, queueBytes);
    }

    /**
     * Lets frames overtake each other, by as much as the delays differ.
     *
     * @param probability 0 to 1
     * @return a copy that does
     */
    public LinkQuality reordering(double probability) {
        return new LinkQuality(
                loss, duplication, probability, corruption, baseNanos, jitterNanos, tail, tailNanos, queueBytes);
    }

    /**
     * Changes bytes of frames.
     *
     * @param probability 0 to 1
     * @return a copy that does
     */
    public LinkQuality corrupting(double probability) {
        return new LinkQuality(
                loss, duplication, reordering, probability, baseNanos, jitterNanos, tail, tailNanos, queueBytes);
    }

    /**
     * Takes time.
     *
     * @param fixedNanos see {@link #baseNanos}
     * @param variableNanos see {@link #jitterNanos}
     * @return a copy that does
     */
    public LinkQuality delay(long fixedNanos, long variableNanos) {
        return new LinkQuality(
                loss, duplication, reordering, corruption, fixedNanos, variableNanos, tail, tailNanos, queueBytes);
    }

    /**
     * Holds some frames up.
     *
     * @param probability 0 to 1
     * @param leastNanos see {@link #tailNanos}
     * @return a copy that does
     */
    public LinkQuality heavyTail(double probability, long leastNanos) {
        return new LinkQuality(
                loss, duplication, reordering, corruption, baseNanos, jitterNanos, probability, leastNanos, queueBytes);
    }

    /**
     * Has a short queue.
     *
     * @param bytes see {@link #queueBytes}
     * @return a copy that does
     */
    public LinkQuality queue(long bytes) {
        return new LinkQuality(
                loss, duplication, reordering, corruption, baseNanos, jitterNanos, tail, tailNanos, bytes);
    }

    /** How long a frame is under way. */
    long drawDelayNanos(RandomGenerator random) {
        long delay = baseNanos;
        if (jitterNanos > 0) {
            delay += random.nextLong(jitterNanos + 1);
        }
        if (happens(tail, random)) {
            double times = Math.min(LONGEST_TAIL, 1 / (1 - random.nextDouble()));
            delay += (long) (tailNanos * times);
        }
        return delay;
    }

    /** Decides by chance, without drawing where there is nothing to decide. */
    static boolean happens(double probability, RandomGenerator random) {
        return probability > 0 && random.nextDouble() < probability;
    }
}
