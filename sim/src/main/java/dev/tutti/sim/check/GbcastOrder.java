package dev.tutti.sim.check;

import dev.tutti.Message;
import dev.tutti.ViewId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cast that is ordered against everything is delivered after everything else of its view; and all who deliver two such casts of one view
 * do so in the same order, whichever way they go from there. What its sender has cast or sent before it is delivered in no later view, and what
 * follows it, but for others of the kind, in a later one.
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
        inProgramOrder(history, findings);
    }

    private static void inProgramOrder(History history, Findings findings) {
        DeliveryViews views = history.deliveryViews();
        Map<Run, Delivery> latest = new HashMap<>();
        Map<Run, Delivery> lasts = new HashMap<>();
        // In the order in which they were made.
        for (Origin message : history.messages()) {
            Delivery delivery = views.of(message);
            if (delivery == null || mayHaveWaited(delivery, history.sharing())) {
                continue;
            }
            boolean isLast = message.kind() == Message.Kind.GBCAST;
            Delivery before = (isLast ? latest : lasts).get(message.run());
            int order = before == null ? -1 : view(before).compareTo(view(delivery));
            if (before != null && (isLast ? order > 0 : order >= 0)) {
                findings.add(
                        delivery.run().label(),
                        delivery.timeNanos(),
                        message + " is delivered in view " + view(delivery) + ", and " + before.message() + " in view "
                                + view(before) + ", which " + message.run() + " made before it");
            }
            latest.merge(message.run(), delivery, GbcastOrder::later);
            if (isLast) {
                lasts.merge(message.run(), delivery, GbcastOrder::later);
            }
        }
    }

    /** Who waited for its state gets what was sent to it then when it has it, in a later view perhaps. */
    private static boolean mayHaveWaited(Delivery delivery, Sharing sharing) {
        Period before = delivery.period().before();
        return delivery.kind() == Message.Kind.SEND
                && before != null
                && (!sharing.complete(before) || sharing.excused(before));
    }

    private static ViewId view(Delivery delivery) {
        return delivery.period().id();
    }

    private static Delivery later(Delivery one, Delivery other) {
        return view(one).compareTo(view(other)) > 0 ? one : other;
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
