package dev.tutti.sim.world;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One address on the network: the process that has it now, and the channels that lead away from it. */
final class Port {
    final Address address;
    final int index;

    /** Parts of a partition have numbers; frames travel within one. */
    int part;

    /** The process that is reached here, if any. */
    @Nullable SimProcess process;

    /** Peers about which the process wants to be told when they are gone. */
    Set<Address> watched = Set.of();

    private @Nullable Channel[] channels = new Channel[4];

    Port(Address address, int index) {
        this.address = address;
        this.index = index;
    }

    /** The channel to another port; made on first use. */
    Channel to(Port other, LinkQuality quality) {
        if (other.index >= channels.length) {
            channels = Arrays.copyOf(channels, Math.max(other.index + 1, channels.length * 2));
        }
        Channel channel = channels[other.index];
        if (channel == null) {
            channel = new Channel(this, other, quality);
            channels[other.index] = channel;
        }
        return channel;
    }

    void deliver(Packet frame) {
        if (process != null) {
            process.frame(frame);
        }
    }
}
