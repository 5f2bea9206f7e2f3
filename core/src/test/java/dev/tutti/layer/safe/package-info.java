/** Each layer alone, by events in and out. */
@NullMarked
package dev.tutti.layer.safe;

import org.jspecify.annotations.NullMarked;
