/** Layers for who may have crashed: Suspect and Slander. */
@NullMarked
package dev.tutti.layer.failure;

import org.jspecify.annotations.NullMarked;
