package dev.tutti.sim;

/**
 * What the plans of a campaign are drawn from.
 *
 * @param faults which kinds of faults there are
 * @param properties what groups are like
 */
public record Palette(Choice<FaultKind> faults, Choice<Property> properties) {
    /** Each seed draws everything. */
    public static final Palette DRAWN = new Palette(Choice.drawn(), Choice.drawn());

    boolean has(FaultKind kind, boolean drawn) {
        return faults.has(kind, drawn);
    }

    boolean has(Property property, boolean drawn) {
        return properties.has(property, drawn);
    }
}
