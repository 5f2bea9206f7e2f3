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

    /** Gives back memory; the last call, when the loop has ended and with it every channel. */
    void release();
}
