package dev.tutti.sim;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;
import dev.tutti.runtime.NodeRuntime;
import dev.tutti.sim.world.Host;

/**
 * The real node in a simulated process.
 *
 * @param node unchanged
 */
record EngineHost(NodeRuntime node) implements Host {
    @Override
    public void frame(Packet frame) {
        node.frame(frame);
    }

    @Override
    public void gone(Address peer) {
        node.gone(peer);
    }

    @Override
    public void turn() {
        node.turn();
    }
}
