package dev.tutti.net;

import dev.tutti.GroupOptions;
import dev.tutti.Node;
import dev.tutti.SteppedGroup;

/**
 * A node whose loop the embedder runs, on the thread that made it: for programs that have a loop of their own. Other threads use the
 * node as ever; the stepping thread must not call what waits, as joining or a cast into a full outbox does. It has {@link #begin}, and the
 * methods of {@link SteppedGroup}. {@link Node#close} on that thread closes without leaving: whoever wants to leave does so first.
 */
public interface Stepped {
    /**
     * The node.
     *
     * @return always the same
     */
    Node node();

    /**
     * Begins to join a group, without waiting: the view comes as an event, some steps later.
     *
     * @param group its name, see {@link Node#join}
     * @param options for this group
     * @return this node's member, which has no view yet
     * @throws IllegalStateException if this node is in that group already, or on another thread than the one that made the node
     * @throws dev.tutti.GroupClosedException if the node is closed
     */
    SteppedGroup begin(String group, GroupOptions options);

    /**
     * Does one round: handles what came from the network, fires timers, does what was asked for, sends what has gathered.
     *
     * @param maxWaitNanos how long to wait when there is nothing to do; 0 for not at all
     * @return false once the node is closed and has nothing left to send: there is no need to call again
     * @throws IllegalStateException on another thread than the one that made the node
     */
    boolean step(long maxWaitNanos);
}
