package dev.tutti.sim.world;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;

/** What a process runs: a node, or in tests of the network something simpler. */
public interface Host {
    /**
     * Takes a frame from the network.
     *
     * @param frame the bytes, which now belong to the host
     */
    void frame(Packet frame);

    /**
     * Learns that the process behind an address is gone for certain.
     *
     * @param peer the address
     */
    void gone(Address peer);

    /** Does what gathered since the last turn. */
    void turn();
}
