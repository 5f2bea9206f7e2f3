package dev.tutti.sim;

import java.util.Set;

/** What a simulated group may be like, beside what always holds. */
public enum Property {
    /** It has a state, which is handed to whoever lacks it. */
    STATE,
    /** With a state: sides that meet merge theirs; otherwise the primary side wins. */
    MERGE,
    /** Casts wait, or are refused, in views that are not primary. */
    PRIMARY_ONLY,
    /** A state is larger than what it is made of, and takes many frames. */
    LARGE_STATE,
    /** Frames of a few hundred bytes. */
    SMALL_FRAMES,
    /** Frames of up to 60,000 bytes. */
    LARGE_FRAMES,
    /** Little credit, and little room for what waits. */
    SMALL_WINDOWS,
    /** Time-outs in which little fits. */
    QUICK_TIMEOUTS,
    /** Messages that do not fit a frame; not among many members. */
    LARGE_MESSAGES,
    /** Messages to one member, beside those to all. */
    SENDS,
    /** Casts in order with everything, beside the others. */
    GBCASTS,
    /** Members ask now and then for another order, engine or resilience. */
    SWITCHES,
    /** Connections do not break when a process ends. */
    SILENT_CRASHES,
    /** Nodes find each other by announcements too. */
    ANNOUNCEMENTS,
    /** No node was told to found the group: the majority of the seeds does. */
    SEED_MAJORITY,
    /** Ten to fifty members. */
    MANY,
    /** Causal order; with total order: of both kinds. */
    CAUSAL,
    /** With causal order, total or not: sends take part. */
    CAUSAL_SENDS,
    /** With causal order: each cast says all that its sender has delivered, not only what changed. */
    FULL_VECTORS,
    /** Total order. */
    TOTAL,
    /** With total order: by the token; otherwise by the sequencer. */
    TOKEN,
    /** With total order: by the rotating token. */
    ROTATING_TOKEN,
    /** With total order: by turns. */
    ROUND_ROBIN,
    /** With the sequencer: it casts all packs itself. */
    ONLY_PB,
    /** With the sequencer: it casts no packs but its own. */
    ONLY_BB,
    /** What was delivered outlives the crash of so many members; of how many, each seed draws. */
    RESILIENCE,
    /** What one delivers all have: the largest degree of resilience. */
    SAFE,
    /** Few casts of a member may be outstanding. */
    FEW_OUTSTANDING,
    /** Each message goes alone. */
    NO_PACKING,
    /** Some casts may overtake others. */
    UNORDERED;

    /**
     * What must be there for this to mean anything.
     *
     * @return other properties, which need no more
     */
    public Set<Property> needs() {
        return switch (this) {
            case MERGE, LARGE_STATE -> Set.of(STATE);
            case CAUSAL_SENDS, FULL_VECTORS -> Set.of(CAUSAL);
            case TOKEN, ROTATING_TOKEN, ROUND_ROBIN, ONLY_PB, ONLY_BB -> Set.of(TOTAL);
            default -> Set.of();
        };
    }

    /**
     * What wins over this: where both are drawn, the run has the other, as if this had not been drawn.
     *
     * @return other properties
     */
    public Set<Property> yieldsTo() {
        return switch (this) {
            case TOKEN -> Set.of(ROTATING_TOKEN, ROUND_ROBIN);
            case ROTATING_TOKEN -> Set.of(ROUND_ROBIN);
            // After a switch to the sequencer they would count, but what was asked for is there from the beginning.
            case ONLY_PB -> Set.of(TOKEN, ROTATING_TOKEN, ROUND_ROBIN);
            case ONLY_BB -> Set.of(TOKEN, ROTATING_TOKEN, ROUND_ROBIN, ONLY_PB);
            case RESILIENCE -> Set.of(SAFE);
            case SMALL_FRAMES -> Set.of(LARGE_FRAMES);
            case LARGE_MESSAGES -> Set.of(MANY);
            default -> Set.of();
        };
    }
}
