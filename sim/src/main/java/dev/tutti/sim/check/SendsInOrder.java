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
        Sharing sharing = history.sharing();
        for (Run run : history.runs()) {
            Map<Run, Delivery> last = new HashMap<>();
            for (Period period : run.periods()) {
                period.sends().forEach(delivery -> check(delivery, last, sharing, findings));
            }
        }
    }

    private static void check(Delivery delivery, Map<Run, Delivery> last, Sharing sharing, Findings findings) {
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
        if (step <= 0 || (step > 1 && together(before, delivery, sharing))) {
            findings.add(
                    delivery.run().label(),
                    delivery.timeNanos(),
                    "send " + origin + " comes after " + before.origin() + (step <= 0 ? "" : ", with a hole between"));
        }
    }

    /**
     * Whether sender and receiver went together from the view of the one delivery to that of the other. A receiver that waits for the state
     * may find it complete without what was sent to it meanwhile.
     */
    private static boolean together(Delivery from, Delivery to, Sharing sharing) {
        for (Period period = from.period(); period != to.period(); ) {
            Period next = period.next();
            if (next == null || !next.view().transitional().contains(to.from()) || mayWait(period, sharing)) {
                return false;
            }
            period = next;
        }
        return true;
    }

    /** Perhaps for the state of a member that never showed that view itself. */
    private static boolean mayWait(Period period, Sharing sharing) {
        return !sharing.complete(period) || sharing.excused(period);
    }
}
