package dev.tutti.sim;

import java.util.Optional;
import java.util.Set;

/**
 * What the plans of a campaign are drawn from.
 *
 * @param faults exactly these kinds of faults are in every plan; empty if each seed draws its own
 * @param properties exactly these properties has every group; empty if each seed draws its own
 */
public record Palette(Optional<Set<FaultKind>> faults, Optional<Set<Property>> properties) {
    /** Each seed draws everything. */
    public static final Palette DRAWN = new Palette(Optional.empty(), Optional.empty());

    /** Copies the sets. */
    public Palette {
        faults = faults.map(Set::copyOf);
        properties = properties.map(Set::copyOf);
    }

    boolean has(FaultKind kind, boolean drawn) {
        return faults.map(fixed -> fixed.contains(kind)).orElse(drawn);
    }

    boolean has(Property property, boolean drawn) {
        return properties.map(fixed -> fixed.contains(property)).orElse(drawn);
    }
}
