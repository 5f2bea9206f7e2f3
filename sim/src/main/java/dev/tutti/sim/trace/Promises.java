package dev.tutti.sim.trace;

import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a process asked of its group, or what holds in a view, beyond what every group promises; so what is to be checked of it.
 *
 * @param kinds that are promised
 * @param resilience how many members may be lost without anything that anybody delivered; 0 if that is not promised,
 *     {@link GroupProperties#ALL} for any number
 */
public record Promises(Set<Promise> kinds, int resilience) {
    /** No more than every group. */
    public static final Promises NONE = new Promises(Set.of(), 0);

    private static final String RESILIENCE = "resilience=";
    private static final String ALL_WORD = "all";

    /** Copies the set, in the order of the enumeration. */
    public Promises {
        if (resilience < 0) {
            throw new IllegalArgumentException("resilience is 0 or more, not " + resilience);
        }
        kinds = Collections.unmodifiableSet(copy(kinds));
    }

    /**
     * What options ask for.
     *
     * @param options of a group
     * @return all of it
     */
    public static Promises of(GroupOptions options) {
        Promises asked = of(options.properties());
        Set<Promise> kinds = copy(asked.kinds);
        add(kinds, Promise.PRIMARY_ONLY, options.primaryOnly());
        return new Promises(kinds, asked.resilience);
    }

    /**
     * What properties promise.
     *
     * @param properties of a group
     * @return all of it
     */
    public static Promises of(GroupProperties properties) {
        Set<Promise> kinds = EnumSet.noneOf(Promise.class);
        add(kinds, Promise.CAUSAL, properties.order().isCausal());
        add(kinds, Promise.CAUSAL_SENDS, properties.causalSends());
        Engine engine = properties.engine();
        add(kinds, Promise.TOTAL, properties.order().isTotal());
        add(kinds, Promise.ONE_ORDER, engine != null && engine != Engine.SEQUENCER);
        return new Promises(kinds, properties.resilience());
    }

    private static void add(Set<Promise> kinds, Promise kind, boolean wanted) {
        if (wanted) {
            kinds.add(kind);
        }
    }

    private static Set<Promise> copy(Set<Promise> kinds) {
        Set<Promise> copy = EnumSet.noneOf(Promise.class);
        copy.addAll(kinds);
        return copy;
    }

    /**
     * Whether something is promised.
     *
     * @param kind of promise
     * @return true if it is
     */
    public boolean contains(Promise kind) {
        return kinds.contains(kind);
    }

    /**
     * The rest of them.
     *
     * @param kind of promise to leave out
     * @return the same without it
     */
    public Promises without(Promise kind) {
        Set<Promise> rest = copy(kinds);
        rest.remove(kind);
        return new Promises(rest, resilience);
    }

    /**
     * As they stand in a trace.
     *
     * @return a word for each; none if there are none
     */
    public List<String> words() {
        List<String> words = new ArrayList<>(kinds.stream().map(Promise::word).toList());
        if (resilience > 0) {
            words.add(RESILIENCE + (resilience == GroupProperties.ALL ? ALL_WORD : resilience));
        }
        return words;
    }

    /**
     * Reads what {@link #words} writes.
     *
     * @param words in any order
     * @return what they promise
     * @throws IllegalArgumentException if one is not understood, or says what another one has said
     */
    public static Promises read(List<String> words) {
        Set<Promise> kinds = EnumSet.noneOf(Promise.class);
        int resilience = 0;
        for (String word : words) {
            boolean anew;
            if (word.startsWith(RESILIENCE)) {
                anew = resilience == 0;
                resilience = degree(word);
            } else {
                anew = kinds.add(kind(word));
            }
            if (!anew) {
                throw new IllegalArgumentException("'" + word + "' promises what has been promised before");
            }
        }
        return new Promises(kinds, resilience);
    }

    private static Promise kind(String word) {
        for (Promise kind : Promise.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such promise: '" + word + "'; there are "
                + Arrays.stream(Promise.values()).map(Promise::word).collect(Collectors.joining(", ")) + ", "
                + RESILIENCE + "NUMBER|" + ALL_WORD);
    }

    private static int degree(String word) {
        String losses = word.substring(RESILIENCE.length());
        if (losses.equals(ALL_WORD)) {
            return GroupProperties.ALL;
        }
        if (losses.matches("[1-9][0-9]{0,9}")) {
            return (int) Math.min(Long.parseLong(losses), GroupProperties.ALL);
        }
        throw new IllegalArgumentException(
                "'" + word + "' is not " + RESILIENCE + " and a number from 1 on, or " + ALL_WORD);
    }
}
