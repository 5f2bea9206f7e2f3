package dev.tutti.sim;

import java.util.SplittableRandom;

/** Numbers of any order of magnitude. */
final class Spread {
    private Spread() {}

    /**
     * A number from the least on and below a bound, each order of magnitude as likely as another; the same on every machine, which
     * {@link Math#pow} need not be.
     */
    static long number(SplittableRandom random, long least, long bound) {
        return (long) (least * StrictMath.pow((double) bound / least, random.nextDouble()));
    }
}
