package dev.tutti.bench;

import java.util.List;

/**
 * Values of one quantity, one per run.
 *
 * @param values in any order, at least one
 */
record Samples(List<Double> values) {
    /** Sorts the values. */
    Samples {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        values = values.stream().sorted().toList();
    }

    double min() {
        return values.getFirst();
    }

    double max() {
        return values.getLast();
    }

    /**
     * The median.
     *
     * @return the value in the middle, or the mean of the two in the middle
     */
    double median() {
        int half = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(half) : (values.get(half - 1) + values.get(half)) / 2;
    }
}
