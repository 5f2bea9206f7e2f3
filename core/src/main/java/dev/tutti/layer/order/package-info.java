/** Layers for the order among the messages of different senders: Causal, and engines for one total order. */
@NullMarked
package dev.tutti.layer.order;

import org.jspecify.annotations.NullMarked;
