/**
 * What a layer author imports: packets, layers, stacks, the events that travel between them, and the rim (clock, timers, wire,
 * randomness) that is handed in.
 *
 * <p>Nothing in this package owns a thread, a socket or a clock. Unless a method says otherwise, everything here is called on
 * one thread at a time: the loop of the node, the simulator, or the embedder who steps it.
 */
@NullMarked
package dev.tutti.kernel;

import org.jspecify.annotations.NullMarked;
