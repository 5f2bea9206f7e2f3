package dev.tutti.sim.check;

import dev.tutti.ViewId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A member delivers its own casts, in the order in which it made them: before it leaves a view, all that anybody delivered of it in that
 * view; and never a later one without those before it. A member that waits for the state finds its own casts in it.
 */
final class SelfDelivery implements Checker {
    @Override
    public String name() {
        return "SELF_DLV";
    }

    @Override
    public void check(History history, Findings findings) {
        DeliveryViews views = history.deliveryViews();
        Sharing sharing = history.sharing();
        for (Run run : history.runs()) {
            Map<ViewId, Period> left = new HashMap<>();
            BitSet own = new BitSet();
            for (Period period : run.periods()) {
                if (period.next() != null && !sharing.excused(period)) {
                    left.put(period.id(), period);
                }
                own.or(period.delivered());
                skipped(run, period, findings);
            }
            for (Origin cast : run.casts()) {
                Delivery elsewhere = views.of(cast);
                if (elsewhere == null) {
                    continue;
                }
                Period period = left.get(elsewhere.period().id());
                if (period != null && !period.delivered().get(cast.index())) {
                    findings.add(
                            period,
                            "left view " + period.id() + " without its own cast " + cast + ", which " + elsewhere.run()
                                    + " delivered there");
                }
            }
        }
    }

    private static void skipped(Run run, Period period, Findings findings) {
        int due = 0;
        for (Delivery delivery : period.casts()) {
            Origin origin = delivery.origin();
            if (origin == null || origin.run() != run) {
                continue;
            }
            if (due != 0 && origin.number() != due) {
                findings.add(
                        run.label(),
                        delivery.timeNanos(),
                        "delivers its own cast " + origin + " where its number " + due + " is due");
            }
            due = origin.number() + 1;
        }
    }
}
