package dev.tutti.net;

import dev.tutti.Address;
import dev.tutti.Group;
import dev.tutti.GroupOptions;
import dev.tutti.Node;
import dev.tutti.Options;

/**
 * A node and the thread that runs its loop. Who closes it finds nothing of it afterwards: the thread has ended, and its port is free.
 *
 * @param node what the loop runs
 * @param loop ends soon after the node is closed
 */
record ThreadedNode(Node node, Thread loop) implements Node {
    @Override
    public Options options() {
        return node.options();
    }

    @Override
    public Address address() {
        return node.address();
    }

    @Override
    public Address boundAddress() {
        return node.boundAddress();
    }

    @Override
    public Group join(String group, GroupOptions options) {
        return node.join(group, options);
    }

    @Override
    public void close() {
        node.close();
        awaitEnd(loop);
    }

    /** Waits for a thread that has nothing left to do but to end; not for itself, and no longer when interrupted. */
    static void awaitEnd(Thread ending) {
        if (ending.equals(Thread.currentThread())) {
            return;
        }
        try {
            ending.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
