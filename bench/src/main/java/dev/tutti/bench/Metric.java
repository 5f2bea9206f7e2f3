package dev.tutti.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A quantity that is measured.
 *
 * @param name with its unit
 * @param better which values are better
 * @param decimals to print
 */
record Metric(String name, Better better, int decimals) {
    /** Which of two values is better. */
    enum Better {
        /** The larger one. */
        HIGHER,
        /** The smaller one. */
        LOWER
    }

    /**
     * Prints a value.
     *
     * @param value of this quantity
     * @return with separators, and decimals as many as make sense
     */
    String format(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /**
     * The best of some values.
     *
     * @param values of this quantity
     * @return empty if there are none
     */
    OptionalDouble best(Collection<Double> values) {
        return switch (better) {
            case HIGHER -> values.stream().mapToDouble(Double::doubleValue).max();
            case LOWER -> values.stream().mapToDouble(Double::doubleValue).min();
        };
    }
}
