package dev.tutti.kernel;

import java.util.Map;
import java.util.TreeMap;

/**
 * Named counts of what happened: frames dropped, messages repaired, suspicions raised. Survives views, so that totals are per
 * member. Written and read on the loop only; {@link #snapshot} makes a copy for others.
 */
public final class Counters {
    private final Map<String, Counter> byName = new TreeMap<>();

    /** No counts yet. */
    public Counters() {}

    /**
     * The counter of that name, made on first use.
     *
     * @param name lower case, dotted: the layer, then what is counted
     * @return always the same one for the same name
     */
    public Counter counter(String name) {
        return byName.computeIfAbsent(name, ignored -> new Counter());
    }

    /**
     * All counts as they stand.
     *
     * @return by name, in alphabetical order; a copy
     */
    public Map<String, Long> snapshot() {
        Map<String, Long> copy = new TreeMap<>();
        byName.forEach((name, counter) -> copy.put(name, counter.count));
        return copy;
    }

    /** One count. */
    public static final class Counter {
        private long count;

        private Counter() {}

        /** Adds one. */
        public void increment() {
            count++;
        }

        /**
         * Adds several.
         *
         * @param n how many
         */
        public void add(long n) {
            count += n;
        }

        /**
         * The count so far.
         *
         * @return never falls
         */
        public long count() {
            return count;
        }
    }
}
