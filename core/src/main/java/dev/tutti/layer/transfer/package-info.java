/** Layers for state transfer: Xfer. */
@NullMarked
package dev.tutti.layer.transfer;

import org.jspecify.annotations.NullMarked;
