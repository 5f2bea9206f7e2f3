package dev.tutti.sim.fault;

import dev.tutti.sim.Simulation;
import java.util.List;

/** Runs the simulator that the loader of this very class sees. Found by {@link java.util.ServiceLoader}. */
public final class SimulationTrial implements Trial {
    @Override
    public List<Broken> run(long seed) {
        return Simulation.run(seed).violations().stream()
                .map(violation -> new Broken(violation.predicate(), violation.toString()))
                .toList();
    }

    @Override
    public String trace(long seed) {
        return Simulation.run(seed).trace().toText();
    }
}
