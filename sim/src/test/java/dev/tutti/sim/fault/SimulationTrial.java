package dev.tutti.sim.fault;

import dev.tutti.sim.Palette;
import dev.tutti.sim.Simulation;
import dev.tutti.sim.check.Violation;
import java.util.List;

/** Runs the simulator that the loader of this very class sees. Found by {@link java.util.ServiceLoader}. */
public final class SimulationTrial implements Trial {
    @Override
    public List<Broken> run(long seed) {
        return broken(Simulation.run(seed).violations());
    }

    @Override
    public Told told(long seed, boolean shrunk) {
        Simulation.Telling told =
                shrunk ? Simulation.shrunk(seed, Palette.DRAWN) : Simulation.told(seed, Palette.DRAWN);
        return new Told(
                told.steps(),
                broken(told.outcome().violations()),
                told.report(),
                told.diagram().svg());
    }

    private static List<Broken> broken(List<Violation> violations) {
        return violations.stream()
                .map(violation -> new Broken(violation.predicate(), violation.toString()))
                .toList();
    }

    @Override
    public String trace(long seed) {
        return Simulation.run(seed).trace().toText();
    }
}
