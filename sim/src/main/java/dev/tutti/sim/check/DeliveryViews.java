package dev.tutti.sim.check;

import dev.tutti.ViewId;
import org.jspecify.annotations.Nullable;

/** For each message the one view in which it was delivered: what the send view is to those who see the API only. */
final class DeliveryViews {
    private final @Nullable Delivery[] first;

    DeliveryViews(History history) {
        first = new Delivery[history.messages().size()];
        for (Run run : history.runs()) {
            for (Period period : run.periods()) {
                period.all().forEach(this::note);
            }
        }
    }

    private void note(Delivery delivery) {
        Origin origin = delivery.origin();
        if (origin != null && first[origin.index()] == null) {
            first[origin.index()] = delivery;
        }
    }

    /** Some delivery of a message; null if there was none. */
    @Nullable Delivery of(Origin message) {
        return first[message.index()];
    }

    /** The view in which a message was delivered; null if it was not. */
    @Nullable ViewId view(Origin message) {
        Delivery delivery = of(message);
        return delivery == null ? null : delivery.period().id();
    }
}
