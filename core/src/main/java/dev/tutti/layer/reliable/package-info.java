/** Layers for reliable delivery: Mnak for casts, Pt2pt for sends, Stable for what may be forgotten. */
@NullMarked
package dev.tutti.layer.reliable;

import org.jspecify.annotations.NullMarked;
