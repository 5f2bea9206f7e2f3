package dev.tutti.sim.world;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;

/** Sees what becomes of each frame, and changes nothing. */
public interface FrameObserver {
    /**
     * A frame has reached its receiver's address.
     *
     * @param from address of the sender
     * @param to address of the receiver
     * @param frame as it arrived; not to be changed
     * @param sentNanos when it was sent
     */
    void arrived(Address from, Address to, Packet frame, long sentNanos);

    /**
     * A frame was lost.
     *
     * @param from address of the sender
     * @param to address of the receiver
     * @param frame as it was sent; not to be changed
     * @param sentNanos when it was sent
     */
    void lost(Address from, Address to, Packet frame, long sentNanos);
}
