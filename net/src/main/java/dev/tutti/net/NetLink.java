package dev.tutti.net;

import dev.tutti.runtime.Link;

/** A transport as the loop that drives it sees it. */
interface NetLink extends Link {
    /**
     * Whether {@link #close} was called.
     *
     * @return true when the loop may end
     */
    boolean closed();

    /**
     * Whether what was sent before {@link #close} is on its way.
     *
     * @return true when nothing is left to write
     */
    boolean drained();

    /** Gives back what is left; the last call. */
    void release();
}
