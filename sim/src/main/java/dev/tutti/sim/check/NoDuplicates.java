package dev.tutti.sim.check;

import java.util.BitSet;
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
            BitSet seen = new BitSet();
            Set<String> unknown = new HashSet<>();
            for (Period period : run.periods()) {
                period.all().forEach(delivery -> check(delivery, seen, unknown, findings));
            }
        }
    }

    private static void check(Delivery delivery, BitSet seen, Set<String> unknown, Findings findings) {
        Origin origin = delivery.origin();
        boolean again;
        if (origin == null) {
            again = !unknown.add(delivery.message());
        } else {
            again = seen.get(origin.index());
            seen.set(origin.index());
        }
        if (again) {
            findings.add(
                    delivery.run().label(), delivery.timeNanos(), "message " + delivery.message() + " comes again");
        }
    }
}
