package dev.tutti.sim.trace;

import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Engine;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a process asked of its group beyond what every group promises; so what is to be checked of it. */
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
    ONE_ORDER,
    /** What anybody delivered outlives the crash of one other member. */
    RESILIENCE_1,
    /** What anybody delivered outlives the crash of two other members. */
    RESILIENCE_2,
    /** What anybody delivered is delivered by all who go on. */
    SAFE;

    /**
     * What options ask for.
     *
     * @param options of a group
     * @return in the order of this enumeration
     */
    public static Set<Promise> of(GroupOptions options) {
        Set<Promise> asked = of(options.properties());
        add(asked, PRIMARY_ONLY, options.primaryOnly());
        return asked;
    }

    /**
     * What properties promise.
     *
     * @param properties of a group
     * @return in the order of this enumeration
     */
    public static Set<Promise> of(GroupProperties properties) {
        Set<Promise> asked = EnumSet.noneOf(Promise.class);
        add(asked, CAUSAL, properties.order().isCausal());
        add(asked, CAUSAL_SENDS, properties.causalSends());
        Engine engine = properties.engine();
        add(asked, TOTAL, properties.order().isTotal());
        add(asked, ONE_ORDER, engine != null && engine != Engine.SEQUENCER);
        add(asked, RESILIENCE_1, properties.resilience() >= 1);
        add(asked, RESILIENCE_2, properties.resilience() >= 2);
        add(asked, SAFE, properties.resilience() == GroupProperties.ALL);
        return asked;
    }

    private static void add(Set<Promise> asked, Promise promise, boolean wanted) {
        if (wanted) {
            asked.add(promise);
        }
    }

    /**
     * As it stands in a trace.
     *
     * @return one word
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Promise read(String word) {
        for (Promise promise : values()) {
            if (promise.word().equals(word)) {
                return promise;
            }
        }
        throw new IllegalArgumentException("no such promise: '" + word + "'");
    }
}
