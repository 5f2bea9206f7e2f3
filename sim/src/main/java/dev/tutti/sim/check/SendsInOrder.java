package dev.tutti.sim.check;

import java.util.HashMap;
import java.util.Map;

/** What one member sends to another arrives in order, and without a hole within a view and while the two go together from view to view. */
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
        if (step <= 0 || (step > 1 && together(before, delivery))) {
            findings.add(
                    delivery.run().label(),
                    delivery.timeNanos(),
                    "send " + origin + " comes after " + before.origin() + (step <= 0 ? "" : ", with a hole between"));
        }
    }

    /** Whether sender and receiver went together from the view of the one delivery to that of the other. */
    private static boolean together(Delivery from, Delivery to) {
        for (Period period = from.period(); period != to.period(); ) {
            Period next = period.next();
            if (next == null || !next.view().transitional().contains(to.from())) {
                return false;
            }
            period = next;
        }
        return true;
    }
}
