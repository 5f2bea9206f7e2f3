package dev.tutti.sim;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the plans of a campaign are drawn from. Properties that every run has come with what they need, and without what would win over
 * them: a plan has what it was asked for.
 *
 * @param faults which kinds of faults there are
 * @param properties what groups are like
 */
public record Palette(Choice<FaultKind> faults, Choice<Property> properties) {
    /** Each seed draws everything. */
    public static final Palette DRAWN = new Palette(Choice.drawn(), Choice.drawn());

    /**
     * Adds to the properties what follows from them.
     *
     * @throws IllegalArgumentException if of the properties that every run has one excludes another, or needs one that no run has
     */
    public Palette {
        properties = complete(properties);
    }

    private static Choice<Property> complete(Choice<Property> asked) {
        Set<Property> always = new HashSet<>(asked.always());
        Set<Property> never = new HashSet<>(asked.never());
        // Sorted, here and below, so that of several mistakes the same one is named each time.
        for (Property property : new TreeSet<>(asked.always())) {
            common(property.needs(), asked.never()).ifPresent(needed -> {
                throw new IllegalArgumentException(
                        "'" + word(property) + "' needs '" + word(needed) + "': have both, or neither");
            });
            common(property.yieldsTo(), asked.always()).ifPresent(winner -> {
                throw new IllegalArgumentException(
                        "'" + word(winner) + "' excludes '" + word(property) + "': leave one of the two out");
            });
            always.addAll(property.needs());
            never.addAll(property.yieldsTo());
        }
        return new Choice<>(always, never);
    }

    private static Optional<Property> common(Set<Property> some, Set<Property> others) {
        return some.stream().filter(others::contains).sorted().findFirst();
    }

    /**
     * What a kind of fault, or a property, is called where users name it.
     *
     * @param kindOrProperty a constant of {@link FaultKind} or {@link Property}
     * @return its word
     */
    public static String word(Enum<?> kindOrProperty) {
        return kindOrProperty.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean has(FaultKind kind, boolean drawn) {
        return faults.has(kind, drawn);
    }

    boolean has(Property property, boolean drawn) {
        return properties.has(property, drawn);
    }
}
