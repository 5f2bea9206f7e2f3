package dev.tutti.sim.check;

/** One predicate over the history of a run. */
interface Checker {
    /** Its name, as it stands in GUARANTEES.md. */
    String name();

    /** Looks at everything that happened and reports what must not have. */
    void check(History history, Findings findings);
}
