package dev.tutti.sim.check;

import dev.tutti.Message;
import dev.tutti.sim.trace.Promise;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where causal order was asked for: who delivers a cast has delivered before it, in the same view, all that its sender had delivered in
 * that view when it cast it. Since that is so for each of those too, it is so for whatever the cast may have been caused by. Where sends
 * take part, the same holds for them, and what their sender had cast before them is not delivered after them. What is sent to a member
 * that waits for its state is as good as the view that it was sent in, and may be delivered in a later one.
 */
final class CausalOrder implements Checker {
    @Override
    public String name() {
        return "CAUSAL";
    }

    @Override
    public void check(History history, Findings findings) {
        for (List<Period> installed : history.byView().values()) {
            for (Period period : installed) {
                if (period.promises(Promise.CAUSAL)) {
                    check(period, findings);
                }
            }
        }
    }

    private static void check(Period period, Findings findings) {
        BitSet seen = new BitSet();
        Map<Period, Integer> covered = new HashMap<>();
        Map<Run, Origin> lastSend = new HashMap<>();
        boolean sends = sendsTakePart(period);
        for (Delivery delivery : sends ? period.all() : period.casts()) {
            Origin origin = delivery.origin();
            if (origin == null || delivery.kind() == Message.Kind.UNORDERED) {
                continue;
            }
            if (origin.kind() == Message.Kind.SEND) {
                lastSend.merge(origin.run(), origin, CausalOrder::later);
            } else {
                checkOvertaken(delivery, origin, lastSend.get(origin.run()), findings);
            }
            Period at = origin.period();
            if (at != null && at.id().equals(period.id())) {
                Delivery missing = missing(at, origin, seen, covered);
                if (missing != null) {
                    findings.add(
                            period.run().label(),
                            delivery.timeNanos(),
                            origin + " is delivered in view " + period.id() + " before " + missing.message()
                                    + ", which " + at.run() + " had delivered before it sent that");
                }
            }
            if (origin.isOrdered()) {
                seen.set(origin.index());
            }
        }
    }

    /** In this view, and in those before it in which its member may have waited for the state, with what was sent to it then. */
    private static boolean sendsTakePart(Period period) {
        Period waited = period.received() > 0 ? period.before() : null;
        while (waited != null && !waited.deliveredAnything()) {
            if (!waited.promises(Promise.CAUSAL_SENDS)) {
                return false;
            }
            waited = waited.before();
        }
        return period.promises(Promise.CAUSAL_SENDS);
    }

    private static Origin later(Origin one, Origin other) {
        return one.index() > other.index() ? one : other;
    }

    /** Of one process, messages have rising indexes. */
    private static void checkOvertaken(Delivery cast, Origin origin, @Nullable Origin send, Findings findings) {
        if (send != null && origin.index() < send.index()) {
            findings.add(
                    cast.run().label(),
                    cast.timeNanos(),
                    send + " is delivered in view " + cast.period().id() + " before " + origin + ", which "
                            + origin.run() + " had cast before it sent that");
        }
    }

    /** The first of those that the sender had delivered which has not been seen here. */
    private static @Nullable Delivery missing(Period at, Origin origin, BitSet seen, Map<Period, Integer> covered) {
        int from = covered.getOrDefault(at, 0);
        while (from < origin.after()) {
            Origin before = at.casts().get(from).origin();
            if (before != null && !seen.get(before.index())) {
                return at.casts().get(from);
            }
            covered.put(at, ++from);
        }
        return null;
    }
}
