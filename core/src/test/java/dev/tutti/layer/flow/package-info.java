/** Each layer alone, by events in and out. */
@NullMarked
package dev.tutti.layer.flow;

import org.jspecify.annotations.NullMarked;
