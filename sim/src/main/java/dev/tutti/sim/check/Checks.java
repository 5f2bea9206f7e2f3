package dev.tutti.sim.check;

import dev.tutti.sim.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** All checkers over a trace. */
public final class Checks {
    private static final List<Checker> SAFETY = List.of(
            new Orderly(),
            new SelfInclusion(),
            new Monotonicity(),
            new UniqueViews(),
            new ViewChanges(),
            new Integrity(),
            new NoDuplicates(),
            new SendingView(),
            new FifoGapless(),
            new SendsInOrder(),
            new CausalOrder(),
            new TotalOrder(),
            new OneOrder(),
            new GbcastOrder(),
            new Resilience(),
            new VirtualSynchrony(),
            new TransitionalSets(),
            new SelfDelivery(),
            new Leaving(),
            new BlockHolds(),
            new Stability(),
            new PrimaryChain(),
            new StateTransfer());

    private Checks() {}

    /**
     * Checks what must hold at every moment of every run.
     *
     * @param trace of a run, finished or not
     * @return what did not hold; empty if all is well
     */
    public static List<Violation> safety(Trace trace) {
        return check(trace, SAFETY);
    }

    /**
     * Checks also what must hold at the end of a run in which all faults ended, long enough ago, and all processes can reach each other.
     *
     * @param trace of a finished run
     * @return what did not hold; empty if all is well
     */
    public static List<Violation> all(Trace trace) {
        List<Checker> checkers = new ArrayList<>(SAFETY);
        checkers.add(new Liveness());
        return check(trace, checkers);
    }

    /**
     * The predicates, in the order in which they are checked.
     *
     * @return their names
     */
    public static List<String> names() {
        List<String> names = new ArrayList<>(SAFETY.stream().map(Checker::name).toList());
        names.add(new Liveness().name());
        return names;
    }

    private static List<Violation> check(Trace trace, List<Checker> checkers) {
        History history = History.of(trace);
        Findings findings = new Findings();
        for (Checker checker : checkers) {
            findings.begin(checker.name());
            checker.check(history, findings);
        }
        return findings.violations();
    }
}
