import org.jspecify.annotations.NullMarked;

/** Groups under a simulated network and clock. */
@NullMarked
module dev.tutti.sim {
    requires static transitive org.jspecify;
    requires transitive dev.tutti.core;

    exports dev.tutti.sim;
    exports dev.tutti.sim.check;
    exports dev.tutti.sim.diagram;
    exports dev.tutti.sim.trace;
    exports dev.tutti.sim.world;
}
