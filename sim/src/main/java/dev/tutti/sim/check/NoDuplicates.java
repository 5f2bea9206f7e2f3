package dev.tutti.sim.check;

import java.util.HashSet;
import java.util.Set;

/** No process is handed a message twice. */
final class NoDuplicates implements Checker {
    @Override
    public String name() {
        return "NODUP";
    }

    @Override
    public void check(History history, Findings findings) {
        for (Run run : history.runs()) {
            Set<String> seen = new HashSet<>();
            for (Period period : run.periods()) {
                period.casts().forEach(delivery -> check(delivery, seen, findings));
                period.sends().forEach(delivery -> check(delivery, seen, findings));
            }
        }
    }

    private static void check(Delivery delivery, Set<String> seen, Findings findings) {
        if (!seen.add(delivery.message())) {
            findings.add(
                    delivery.run().label(), delivery.timeNanos(), "message " + delivery.message() + " comes again");
        }
    }
}
