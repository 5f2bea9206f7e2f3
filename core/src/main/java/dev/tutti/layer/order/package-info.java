/** Layers for the order among the messages of different senders: Causal, engines for one total order, and Follow for sends beside it. */
@NullMarked
package dev.tutti.layer.order;

import org.jspecify.annotations.NullMarked;
