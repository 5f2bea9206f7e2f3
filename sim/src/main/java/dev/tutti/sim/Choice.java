package dev.tutti.sim;

import java.util.HashSet;
import java.util.Set;

/**
 * What is fixed of something that each seed draws otherwise.
 *
 * @param always what every run has
 * @param never what no run has
 * @param <E> the kind of thing
 */
public record Choice<E extends Enum<E>>(Set<E> always, Set<E> never) {
    /** Copies the sets. What is in both is never had. */
    public Choice {
        always = Set.copyOf(always);
        never = Set.copyOf(never);
    }

    /**
     * Each seed draws everything.
     *
     * @param <E> the kind of thing
     * @return the choice
     */
    public static <E extends Enum<E>> Choice<E> drawn() {
        return new Choice<E>(Set.of(), Set.of());
    }

    /**
     * Every run has exactly these.
     *
     * @param these what each run has
     * @param all what there is
     * @param <E> the kind of thing
     * @return the choice
     */
    public static <E extends Enum<E>> Choice<E> exactly(Set<E> these, Set<E> all) {
        Set<E> others = new HashSet<>(all);
        others.removeAll(these);
        return new Choice<>(these, others);
    }

    boolean has(E what, boolean drawn) {
        return !never.contains(what) && (drawn || always.contains(what));
    }
}
