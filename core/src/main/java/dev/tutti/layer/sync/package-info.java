/** Layers for the end of a view: Sync. */
@NullMarked
package dev.tutti.layer.sync;

import org.jspecify.annotations.NullMarked;
