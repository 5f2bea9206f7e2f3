package dev.tutti.sim.world;

import java.util.SplittableRandom;

/**
 * Derives an independent stream of random numbers for each purpose from the one seed of a run. So drawing one number more for one
 * purpose changes nothing for the others.
 *
 * @param seed of the run
 */
public record Seeds(long seed) {
    /**
     * The stream of a purpose.
     *
     * @param purpose for instance {@code network} or the name of a node
     * @param number tells several of one purpose apart
     * @return a new generator, always with the same numbers
     */
    public SplittableRandom random(String purpose, long number) {
        long mixed = mix(seed);
        for (int i = 0; i < purpose.length(); i++) {
            mixed = mix(mixed ^ purpose.charAt(i));
        }
        return new SplittableRandom(mix(mixed + number));
    }

    /**
     * Spreads the bits of a number (the finaliser of SplitMix64, Steele, Lea and Flood 2014).
     *
     * @param value any number
     * @return a number that looks unrelated, different for each value
     */
    public static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
