package dev.tutti.sim.check;

import java.util.HashMap;
import java.util.Map;

/** What one member sends to another arrives in order, and within a view without a hole. */
final class SendsInOrder implements Checker {
    @Override
    public String name() {
        return "SENDS";
    }

    @Override
    public void check(History history, Findings findings) {
        for (Run run : history.runs()) {
            Map<Run, Delivery> last = new HashMap<>();
            for (Period period : run.periods()) {
                period.sends().forEach(delivery -> check(delivery, last, findings));
            }
        }
    }

    private static void check(Delivery delivery, Map<Run, Delivery> last, Findings findings) {
        Origin origin = delivery.origin();
        if (origin == null) {
            return;
        }
        Delivery before = last.put(origin.run(), delivery);
        if (before == null || before.origin() == null || !before.from().equals(delivery.from())) {
            return;
        }
        if (!delivery.period().self().equals(before.period().self())) {
            return;
        }
        int step = origin.number() - before.origin().number();
        boolean sameView = delivery.period() == before.period();
        if (step <= 0 || (sameView && step != 1)) {
            findings.add(
                    delivery.run().label(),
                    delivery.timeNanos(),
                    "send " + origin + " comes after " + before.origin() + (step <= 0 ? "" : ", with a hole between"));
        }
    }
}
