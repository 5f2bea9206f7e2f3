package dev.tutti.sim.check;

import dev.tutti.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cast that is ordered against everything is delivered after everything else of its view; and all who deliver two such casts of one view
 * do so in the same order, whichever way they go from there.
 */
final class GbcastOrder implements Checker {
    @Override
    public String name() {
        return "GBCAST";
    }

    @Override
    public void check(History history, Findings findings) {
        for (List<Period> installed : history.byView().values()) {
            Map<Origin, Map<Origin, Run>> before = new HashMap<>();
            for (Period period : installed) {
                check(period, before, findings);
            }
        }
    }

    private static void check(Period period, Map<Origin, Map<Origin, Run>> before, Findings findings) {
        Delivery last = null;
        Map<Origin, Run> earlier = new HashMap<>();
        for (Delivery delivery : period.all()) {
            Origin origin = delivery.origin();
            if (delivery.kind() != Message.Kind.GBCAST) {
                if (last != null) {
                    findings.add(
                            period.run().label(),
                            delivery.timeNanos(),
                            delivery.message() + " is delivered in view " + period.id() + " after " + last.message()
                                    + ", which was to be the last");
                }
            } else if (origin != null) {
                last = delivery;
                Run other = reversed(origin, earlier, before);
                if (other != null) {
                    findings.add(
                            period.run().label(),
                            delivery.timeNanos(),
                            "delivers " + origin + " in view " + period.id() + " after another that " + other
                                    + " delivered behind it");
                }
                before.computeIfAbsent(origin, any -> new HashMap<>()).putAll(earlier);
                earlier.put(origin, period.run());
            }
        }
    }

    /** Who delivered this one before one of those that come before it here. */
    private static @Nullable Run reversed(
            Origin origin, Map<Origin, Run> earlier, Map<Origin, Map<Origin, Run>> before) {
        for (Origin first : earlier.keySet()) {
            Run other = before.getOrDefault(first, Map.of()).get(origin);
            if (other != null) {
                return other;
            }
        }
        return null;
    }
}
