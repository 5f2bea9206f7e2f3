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

    /** The same run, as its trace. */
    String trace(long seed);
}
