/** Each layer alone, by events in and out. */
@NullMarked
package dev.tutti.layer.order;

import org.jspecify.annotations.NullMarked;
