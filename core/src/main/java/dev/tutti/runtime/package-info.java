/**
 * What makes a member of the pure parts: the end-point that takes it from view to view, the queues between the loop and the
 * application's threads, and the groups of a node. Transports build nodes on it, and so does whoever brings a loop and a network of his own:
 * see {@link dev.tutti.runtime.Rim}.
 */
@NullMarked
package dev.tutti.runtime;

import org.jspecify.annotations.NullMarked;
