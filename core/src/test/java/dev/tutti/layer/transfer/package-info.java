/** Tests of the layer that carries state. */
@NullMarked
package dev.tutti.layer.transfer;

import org.jspecify.annotations.NullMarked;
