package dev.tutti.sim.world;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;
import dev.tutti.runtime.Link;
import java.util.HashSet;
import java.util.List;

/** A process' way to the network. */
final class SimLink implements Link {
    private final SimNetwork network;
    private final Port port;
    private final int maxFrameBytes;
    private boolean closed;

    SimLink(SimNetwork network, Port port, int maxFrameBytes) {
        this.network = network;
        this.port = port;
        this.maxFrameBytes = maxFrameBytes;
    }

    @Override
    public void send(Address to, Packet frame) {
        if (!closed) {
            network.send(port, to, frame);
        }
    }

    @Override
    public void cast(List<Address> to, Packet frame) {
        for (Address address : to) {
            send(address, frame);
        }
    }

    @Override
    public boolean announces() {
        return network.announces();
    }

    @Override
    public void announce(Packet frame) {
        if (!closed) {
            network.announce(port, frame);
        }
    }

    @Override
    public void flush() {
        // Frames leave at once.
    }

    @Override
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    @Override
    public void watch(List<Address> peers) {
        if (!closed) {
            port.watched = new HashSet<>(peers);
        }
    }

    @Override
    public Address address() {
        return port.address;
    }

    @Override
    public void close() {
        closed = true;
    }
}
