/** Tests of the layer that ends a view. */
@NullMarked
package dev.tutti.layer.sync;

import org.jspecify.annotations.NullMarked;
