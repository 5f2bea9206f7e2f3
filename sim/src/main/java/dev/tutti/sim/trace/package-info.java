/**
 * What happened in a run, as the members saw it: one list of events per process, in one text format, whether the processes were
 * simulated or real. The checkers read nothing else.
 */
@NullMarked
package dev.tutti.sim.trace;

import org.jspecify.annotations.NullMarked;
