package dev.tutti.sim.diagram;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Where on the page a moment lies. The order of moments is kept, distances are not: a protocol does everything within a millisecond and
 * then nothing for a second, so distances grow with the logarithm of the time between two things that happen.
 */
final class TimeScale {
    private static final double NANOS_PER_MILLI = 1e6;
    /** Two things at different moments are at least so far apart. */
    private static final double LEAST = 4;
    /** How much longer a gap grows each time it lasts e times as long. */
    private static final double STRETCH = 7;

    private final long[] nanos;
    private final double[] at;

    /**
     * A scale.
     *
     * @param moments at which something happens, in any order
     * @param start where the first of them lies
     */
    TimeScale(LongStream moments, double start) {
        nanos = moments.sorted().distinct().toArray();
        at = new double[nanos.length];
        double x = start;
        for (int i = 0; i < nanos.length; i++) {
            if (i > 0) {
                double millis = (nanos[i] - nanos[i - 1]) / NANOS_PER_MILLI;
                x += LEAST + STRETCH * Math.log1p(millis);
            }
            at[i] = x;
        }
    }

    /** Where a moment lies; before the first and after the last, where those lie. */
    double x(long timeNanos) {
        if (nanos.length == 0) {
            return 0;
        }
        int found = Arrays.binarySearch(nanos, timeNanos);
        if (found >= 0) {
            return at[found];
        }
        int after = -found - 1;
        if (after == 0) {
            return at[0];
        }
        if (after == nanos.length) {
            return at[nanos.length - 1];
        }
        double share = (double) (timeNanos - nanos[after - 1]) / (nanos[after] - nanos[after - 1]);
        return at[after - 1] + share * (at[after] - at[after - 1]);
    }

    double end() {
        return at.length == 0 ? 0 : at[at.length - 1];
    }

    long endNanos() {
        return nanos.length == 0 ? 0 : nanos[nanos.length - 1];
    }

    /** Moments for the axis, so far apart that their labels do not touch. */
    long[] ticks(double apart) {
        LongStream.Builder ticks = LongStream.builder();
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < nanos.length; i++) {
            if (at[i] - last >= apart) {
                ticks.add(nanos[i]);
                last = at[i];
            }
        }
        return ticks.build().toArray();
    }
}
