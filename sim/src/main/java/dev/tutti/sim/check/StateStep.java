package dev.tutti.sim.check;

import dev.tutti.sim.trace.Content;

/**
 * Something that happened to a member's state in a view.
 *
 * @param kind what
 * @param content of the state written or read
 */
record StateStep(Kind kind, Content content) {
    /** What can happen to a state. */
    enum Kind {
        /** It was written for others. */
        SAVED,
        /** It was replaced. */
        LOADED,
        /** Another was put together with it. */
        MERGED
    }
}
