package dev.tutti.sim.script;

import java.util.function.BooleanSupplier;

/** Something that a script waits for. */
@FunctionalInterface
interface Condition {
    /** Begins to wait; what is returned is looked at again and again. */
    BooleanSupplier on(Stage stage);
}
