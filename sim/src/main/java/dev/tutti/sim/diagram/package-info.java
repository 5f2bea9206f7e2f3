/** Pictures of runs: space-time diagrams as SVG and as a page of their own. */
@NullMarked
package dev.tutti.sim.diagram;

import org.jspecify.annotations.NullMarked;
