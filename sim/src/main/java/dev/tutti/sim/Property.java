package dev.tutti.sim;

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
    /** Messages that do not fit a frame. */
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
    UNORDERED
}
