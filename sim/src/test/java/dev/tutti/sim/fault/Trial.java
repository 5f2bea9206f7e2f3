package dev.tutti.sim.fault;

import java.util.List;

/**
 * Runs the simulator. This interface is what the test and altered code have in common: it is loaded once, while the simulator and the
 * product behind it are loaded anew for each fault.
 */
public interface Trial {
    /**
     * A guarantee that a run did not keep.
     *
     * @param predicate its name
     * @param text what happened
     */
    record Broken(String predicate, String text) {}

    /** Carries out the run that a seed stands for; what it broke, in the order in which the predicates are checked. */
    List<Broken> run(long seed);

    /**
     * A run as a reader is told of it.
     *
     * @param steps that it has
     * @param broken as {@link #run} gives it
     * @param report its steps, trace and violations
     * @param picture of it, as SVG
     */
    record Told(int steps, List<Broken> broken, String report, String picture) {}

    /** The run that a seed stands for, or the shortest that was found with the same guarantee broken. */
    Told told(long seed, boolean shrunk);

    /** The same run, as its trace. */
    String trace(long seed);
}
