package dev.tutti.sim.check;

import dev.tutti.ViewId;

/** What an application casts or sends after it was told of a block goes out in a later view than the one that ends. */
final class BlockHolds implements Checker {
    @Override
    public String name() {
        return "BLOCK";
    }

    @Override
    public void check(History history, Findings findings) {
        DeliveryViews views = history.deliveryViews();
        for (Origin message : history.messages()) {
            Period cast = message.period();
            Delivery delivery = views.of(message);
            if (cast == null || !message.blocked() || delivery == null) {
                continue;
            }
            ViewId view = delivery.period().id();
            if (view.compareTo(cast.id()) <= 0) {
                findings.add(
                        delivery.run().label(),
                        delivery.timeNanos(),
                        "message " + message + " was cast by " + message.run() + " when blocked in view " + cast.id()
                                + ", but is delivered in view " + view);
            }
        }
    }
}
