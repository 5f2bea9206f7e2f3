/** Each layer alone, by events in and out. */
@NullMarked
package dev.tutti.layer.pack;

import org.jspecify.annotations.NullMarked;
