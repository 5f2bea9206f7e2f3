package dev.tutti.sim.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is delivered of a sender in a view is a prefix of what that sender sent in it, in the order in which it was cast: no hole, no
 * swap. Unordered casts have no place in that order. What was sent in a view is what anybody delivered in it.
 */
final class FifoGapless implements Checker {
    @Override
    public String name() {
        return "FIFO_GAPLESS";
    }

    @Override
    public void check(History history, Findings findings) {
        for (List<Period> installed : history.byView().values()) {
            Map<Run, Integer> first = new HashMap<>();
            for (Period period : installed) {
                for (Delivery delivery : period.casts()) {
                    Origin origin = delivery.origin();
                    if (origin != null && origin.isOrdered()) {
                        first.merge(origin.run(), origin.number(), Math::min);
                    }
                }
            }
            installed.forEach(period -> check(period, first, findings));
        }
    }

    private static void check(Period period, Map<Run, Integer> first, Findings findings) {
        Map<Run, Integer> next = new HashMap<>();
        for (Delivery delivery : period.casts()) {
            Origin origin = delivery.origin();
            if (origin == null || !origin.isOrdered()) {
                continue;
            }
            Run sender = origin.run();
            Integer due = next.get(sender);
            int expected = due != null ? due : first.getOrDefault(sender, origin.number());
            if (origin.number() != expected) {
                findings.add(
                        period.run().label(),
                        delivery.timeNanos(),
                        "cast " + origin + " of " + sender + " is delivered in view " + period.id()
                                + " where its number " + expected + " is due");
            }
            next.put(sender, origin.number() + 1);
        }
    }
}
