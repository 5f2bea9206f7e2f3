package dev.tutti.sim.fault;

import dev.tutti.sim.fault.Trial.Broken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Looks for one planted fault. */
final class Hunt {
    private final Fault fault;
    private final Trial faulty;
    private final Trial unaltered = new SimulationTrial();

    /**
     * What a hunt brought.
     *
     * @param seed the first whose run broke a predicate that may catch the fault
     * @param broken that predicate, and how
     */
    record Catch(long seed, Broken broken) {}

    Hunt(Fault fault) {
        this.fault = fault;
        this.faulty = trial(FaultyCode.compile(fault));
    }

    private static Trial trial(Map<String, byte[]> altered) {
        return ServiceLoader.load(Trial.class, new FaultyLoader(altered))
                .findFirst()
                .orElseThrow();
    }

    /** Runs seed after seed, as many as the fault allows; empty if none of them shows it. */
    Optional<Catch> run() {
        Optional<Catch> found = Optional.empty();
        for (long seed = 1; seed <= fault.seeds() && found.isEmpty(); seed++) {
            found = at(seed);
        }
        return found;
    }

    /** Runs one seed; empty if it does not show it. */
    Optional<Catch> at(long seed) {
        return faulty.run(seed).stream()
                .filter(broken -> fault.predicates().contains(broken.predicate()) && isWellWithout(seed))
                .findFirst()
                .map(broken -> new Catch(seed, broken));
    }

    /** A run that fails without the fault too says nothing about the fault. */
    private boolean isWellWithout(long seed) {
        return unaltered.run(seed).isEmpty();
    }

    /** Everything that one run broke. */
    List<Broken> run(long seed) {
        return faulty.run(seed);
    }

    /** One run as a reader is told of it, made short or not. */
    Trial.Told told(long seed, boolean shrunk) {
        return faulty.told(seed, shrunk);
    }

    /** The trace of one run. */
    String trace(long seed) {
        return faulty.trace(seed);
    }
}
