package dev.tutti.runtime;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;
import java.util.List;
import java.util.Map;

/**
 * A transport as a node sees it: frames to addresses, best effort. A frame may be lost, doubled, delayed or overtaken; it is never
 * delivered in part. Frames for a peer that does not take them are dropped beyond a limit, never queued without one. Used on the loop
 * only.
 */
public interface Link {
    /**
     * Sends one frame. The bytes have been used or copied when the method returns.
     *
     * @param to any address, also one never heard of, or one that turns out to be this node's own: then the frame comes back
     * @param frame the whole frame
     */
    void send(Address to, Packet frame);

    /**
     * Sends one frame to several nodes; by multicast where the transport has it.
     *
     * @param to their addresses, without this node's own
     * @param frame the whole frame
     */
    void cast(List<Address> to, Packet frame);

    /**
     * Sends one frame to whoever listens, if the transport can.
     *
     * @param frame the whole frame
     */
    void announce(Packet frame);

    /**
     * Whether {@link #announce} does anything.
     *
     * @return true if frames reach nodes whose addresses are not known
     */
    boolean announces();

    /** Everything was sent that there was in this turn: what was held back to be written together must go now. */
    void flush();

    /**
     * The largest frame for data that travels well.
     *
     * @return limit in bytes, header included; larger frames (membership of large groups) may be sent up to 65,000 bytes
     */
    int maxFrameBytes();

    /**
     * Nodes with which frames are about to be exchanged, or no longer: a connecting transport keeps connections to these and reports
     * {@link NodeRuntime#gone} for them; it may drop others when idle.
     *
     * @param peers addresses of all members of all present views, without this node's own
     */
    void watch(List<Address> peers);

    /**
     * Where others reach this node.
     *
     * @return the advertised address
     */
    Address address();

    /**
     * Where this node listens.
     *
     * @return the address of its socket; the advertised one where there is no such thing
     */
    default Address boundAddress() {
        return address();
    }

    /**
     * What the transport has counted: frames and bytes, what it dropped, connections it made again.
     *
     * @return by name, a copy
     */
    default Map<String, Long> counters() {
        return Map.of();
    }

    /** Closes sockets. Harmless when closed. */
    void close();
}
