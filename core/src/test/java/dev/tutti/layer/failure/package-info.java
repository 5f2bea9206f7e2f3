/** Each layer alone, by events in and out. */
@NullMarked
package dev.tutti.layer.failure;

import org.jspecify.annotations.NullMarked;
