/** Layers for flow control: Window. */
@NullMarked
package dev.tutti.layer.flow;

import org.jspecify.annotations.NullMarked;
