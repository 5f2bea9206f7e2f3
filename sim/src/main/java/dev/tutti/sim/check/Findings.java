package dev.tutti.sim.check;

import java.util.ArrayList;
import java.util.List;

/** Gathers violations, a limited number from each checker: the first ones tell, the rest are mostly their consequences. */
final class Findings {
    private static final int MAX_PER_CHECKER = 20;

    private final List<Violation> violations = new ArrayList<>();
    private String predicate = "";
    private int ofThisPredicate;

    void begin(String nextPredicate) {
        predicate = nextPredicate;
        ofThisPredicate = 0;
    }

    void add(Period where, String text) {
        add(where.run().label(), where.timeNanos(), text);
    }

    void add(String process, long timeNanos, String text) {
        if (ofThisPredicate++ < MAX_PER_CHECKER) {
            violations.add(new Violation(predicate, timeNanos, process, text));
        }
    }

    List<Violation> violations() {
        return violations;
    }
}
