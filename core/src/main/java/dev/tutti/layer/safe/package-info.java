/** Layers for how many members must hold a message before it is delivered: Safe. */
@NullMarked
package dev.tutti.layer.safe;

import org.jspecify.annotations.NullMarked;
