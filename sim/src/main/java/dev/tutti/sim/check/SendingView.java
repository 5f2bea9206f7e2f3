package dev.tutti.sim.check;

import dev.tutti.ViewId;

/**
 * A message is delivered in the view it was sent in. The application may cast while a view that it has not seen yet is being
 * installed, so at the API this reads: all who deliver a message do so in one and the same view, it has the sender as a member, and it is
 * not older than the view in which the sender's application was when it cast.
 */
final class SendingView implements Checker {
    @Override
    public String name() {
        return "SENDVIEW";
    }

    @Override
    public void check(History history, Findings findings) {
        DeliveryViews views = history.deliveryViews();
        for (Run run : history.runs()) {
            for (Period period : run.periods()) {
                period.all().forEach(delivery -> check(delivery, views, findings));
            }
        }
    }

    private static void check(Delivery delivery, DeliveryViews views, Findings findings) {
        Origin origin = delivery.origin();
        if (origin == null) {
            return;
        }
        ViewId here = delivery.period().id();
        Delivery other = views.of(origin);
        if (other != null && !other.period().id().equals(here)) {
            findings.add(
                    delivery.run().label(),
                    delivery.timeNanos(),
                    "message " + origin + " is delivered in view " + here + ", but in view "
                            + other.period().id() + " at " + other.run());
        }
        Period cast = origin.period();
        if (cast != null && here.compareTo(cast.id()) < 0) {
            findings.add(
                    delivery.run().label(),
                    delivery.timeNanos(),
                    "message " + origin + " is delivered in view " + here + ", but was cast later, in view "
                            + cast.id());
        }
    }
}
