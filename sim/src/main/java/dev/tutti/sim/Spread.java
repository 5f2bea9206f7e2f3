package dev.tutti.sim;

import java.util.SplittableRandom;

/** Times of any order of magnitude. */
final class Spread {
    private Spread() {}

    /** A time between two, each order of magnitude as likely as another; the same on every machine, which {@link Math#pow} need not be. */
    static long micros(SplittableRandom random, long least, long most) {
        return (long) (least * StrictMath.pow((double) most / least, random.nextDouble()));
    }
}
