package dev.tutti.sim.script;

/** What a line of a script does. */
@FunctionalInterface
interface Action {
    void run(Stage stage);
}
