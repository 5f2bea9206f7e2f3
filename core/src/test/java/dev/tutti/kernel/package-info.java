/** Tests of packets, frames, wire readers and stacks. */
@NullMarked
package dev.tutti.kernel;

import org.jspecify.annotations.NullMarked;
