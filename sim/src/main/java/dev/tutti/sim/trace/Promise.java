package dev.tutti.sim.trace;

import java.util.Locale;

/** Something that not every group promises, and that is there or is not. */
public enum Promise {
    /** Casts wait, or are refused, in views that are not primary. */
    PRIMARY_ONLY,
    /** Casts are delivered in causal order. */
    CAUSAL,
    /** Sends take part in causal order. */
    CAUSAL_SENDS,
    /** Members that stay together deliver casts in one order. */
    TOTAL,
    /** Whoever delivers casts does so in one order. */
    ONE_ORDER;

    /**
     * As it stands in a trace.
     *
     * @return one word
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
