package dev.tutti.sim;

/** What can go wrong in a simulated run. */
public enum FaultKind {
    /** Frames are lost. */
    LOSS,
    /** Frames arrive twice. */
    DUPLICATION,
    /** Frames overtake each other. */
    REORDERING,
    /** Frames take their time. */
    DELAY,
    /** Some frames take much longer than others. */
    TAIL,
    /** Bytes change on the way, or are missing at the end. */
    CORRUPTION,
    /** Queues of the network overflow. */
    QUEUE,
    /** One link is worse than the others, perhaps in one direction only. */
    LINK,
    /** Nothing passes from one node to another, or both ways. */
    CUT,
    /** The network falls into parts. */
    PARTITION,
    /** Processes end without a word. */
    CRASH,
    /** Processes that have ended start again, on the same address. */
    RESTART,
    /** Processes stand still, as in a long collection of garbage. */
    PAUSE,
    /** Clocks run too fast or too slow. */
    DRIFT,
    /** Applications take their time over what they are delivered. */
    SLOW,
    /** Members leave. */
    LEAVE,
    /** Members come when the others are together already. */
    JOIN,
    /** Of the kinds of faults that there may be, some wait for the moment at which they do the most harm. */
    AMBUSH
}
