package dev.tutti.runtime;

import dev.tutti.Address;
import dev.tutti.Group;
import dev.tutti.GroupOptions;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.kernel.Packet;

/** A node over some rim: hands frames to the groups they belong to. */
public final class NodeRuntime implements Node {
    private final Options options;
    private final Rim rim;

    /**
     * A node without groups.
     *
     * @param options validated
     * @param rim everything it needs from outside
     */
    public NodeRuntime(Options options, Rim rim) {
        this.options = options;
        this.rim = rim;
    }

    /**
     * Takes a frame from the network. On the loop only. Whatever its bytes are, no exception comes out: what is not for this node is
     * dropped and counted.
     *
     * @param frame the bytes; taken over
     */
    public void frame(Packet frame) {}

    /**
     * The transport has proof that the process behind an address is gone: its connection broke and was refused when tried again, or
     * another incarnation answers there. On the loop only.
     *
     * @param peer the address as this node was told of it
     */
    public void gone(Address peer) {}

    /** Does what application threads have asked for and sends what has gathered. On the loop only, after each batch of frames. */
    public void turn() {}

    @Override
    public Options options() {
        return options;
    }

    @Override
    public Address address() {
        return rim.link().address();
    }

    @Override
    public Group join(String group, GroupOptions groupOptions) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void close() {}
}
