/** Layers for the size of things: Pack puts small messages together, Frag takes large ones apart. */
@NullMarked
package dev.tutti.layer.pack;

import org.jspecify.annotations.NullMarked;
