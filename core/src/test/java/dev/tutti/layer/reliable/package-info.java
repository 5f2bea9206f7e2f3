/** Each layer alone, by events in and out. */
@NullMarked
package dev.tutti.layer.reliable;

import org.jspecify.annotations.NullMarked;
