/**
 * Every guarantee as a predicate over a trace: one class each. The names are those of the catalogues of Keidar and Khazan and of
 * Chockler, Keidar and Vitenberg ("Group Communication Specifications", 2001). The checkers know nothing of the code that produced
 * the trace.
 */
@NullMarked
package dev.tutti.sim.check;

import org.jspecify.annotations.NullMarked;
