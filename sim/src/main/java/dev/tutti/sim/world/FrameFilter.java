package dev.tutti.sim.world;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;

/** Loses chosen frames, for tests that need one particular loss. */
@FunctionalInterface
public interface FrameFilter {
    /**
     * Looks at a frame as it is sent.
     *
     * @param from address of the sender
     * @param to address of the receiver
     * @param frame the whole frame; not to be changed
     * @return false to lose it
     */
    boolean passes(Address from, Address to, Packet frame);
}
