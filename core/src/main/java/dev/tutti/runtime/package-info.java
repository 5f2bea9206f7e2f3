/**
 * What makes a member of the pure parts: the end-point that takes it from view to view, the queues between the loop and the
 * application's threads, and the groups of a node. Not exported to users; transports build nodes on it.
 */
@NullMarked
package dev.tutti.runtime;

import org.jspecify.annotations.NullMarked;
