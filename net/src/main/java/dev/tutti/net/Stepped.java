package dev.tutti.net;

import dev.tutti.Node;

/**
 * A node whose loop the embedder runs, on the thread that made it: for programs that have a loop of their own. Other threads use the
 * node as ever; the stepping thread must not call what waits, as joining or a cast into a full outbox does.
 */
public interface Stepped {
    /**
     * The node.
     *
     * @return always the same
     */
    Node node();

    /**
     * Does one round: handles what came from the network, fires timers, does what was asked for, sends what has gathered.
     *
     * @param maxWaitNanos how long to wait when there is nothing to do; 0 for not at all
     * @return false once the node is closed and has nothing left to send: there is no need to call again
     * @throws IllegalStateException on another thread than the one that made the node
     */
    boolean step(long maxWaitNanos);
}
