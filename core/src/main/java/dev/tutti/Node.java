package dev.tutti;

/**
 * One process on the network: one address, one loop, any number of groups. Made by the {@code net} module, or by the in-memory
 * network for tests.
 */
public interface Node extends AutoCloseable {
    /**
     * The options in force.
     *
     * @return effective values; {@link Options#describe} prints them with their sources
     */
    Options options();

    /**
     * Where others reach this node.
     *
     * @return the advertised address, with the real port if any free one was asked for
     */
    Address address();

    /**
     * Where this node listens.
     *
     * @return the bind address, with the real port if any free one was asked for
     */
    Address boundAddress();

    /**
     * Joins a group with default options; see {@link #join(String, GroupOptions)}.
     *
     * @param group its name
     * @return this node's member
     * @throws JoinException if that was impossible
     */
    default Group join(String group) {
        return join(group, GroupOptions.DEFAULT);
    }

    /**
     * Joins a group, and waits until this member has a view. The state, where there is one, comes in the stream of events, before the first
     * message. Where no member answers and this node
     * was not told to found the group, it waits and says so, at most {@link Options#JOIN_TIMEOUT}.
     *
     * @param group its name, 1 to 64 characters without control characters
     * @param options for this group
     * @return this node's member
     * @throws JoinException if the name is taken, the group runs another stack, or nobody answered in time
     * @throws IllegalStateException if this node is in that group already
     */
    Group join(String group, GroupOptions options);

    /**
     * Leaves all groups, closes the network and ends the loop. A node with a thread of its own has ended that, and its address is free again,
     * when this returns, within half a second of the last leaving; an interrupt ends only the waiting. Called on the loop itself, as from a sink
     * of notices, it ends everything without leaving and waits for nothing. Harmless when closed.
     */
    @Override
    void close();
}
