package dev.tutti.sim.check;

import dev.tutti.sim.trace.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where one order was asked for: there is one order of all casts of the whole run such that every process delivers in it, whatever became
 * of that process, in whatever part of the network it was. Each leaves out what it does not get.
 */
final class OneOrder implements Checker {
    /** A cast: what comes right after it somewhere, and how many there are right before it. */
    private static final class Place {
        private final Delivery delivery;
        private final List<Place> after = new ArrayList<>();
        private int before;

        Place(Delivery delivery) {
            this.delivery = delivery;
        }
    }

    @Override
    public String name() {
        return "ONE_ORDER";
    }

    @Override
    public void check(History history, Findings findings) {
        Map<String, Place> places = new HashMap<>();
        for (Run run : history.runs()) {
            follow(run, places);
        }
        ArrayDeque<Place> free = new ArrayDeque<>();
        places.values().stream().filter(place -> place.before == 0).forEach(free::add);
        int ordered = 0;
        while (!free.isEmpty()) {
            ordered++;
            for (Place next : free.remove().after) {
                if (--next.before == 0) {
                    free.add(next);
                }
            }
        }
        if (ordered < places.size()) {
            places.values().stream()
                    .filter(place -> place.before > 0)
                    .map(place -> place.delivery)
                    .min((one, other) -> Long.compare(one.timeNanos(), other.timeNanos()))
                    .ifPresent(delivery -> findings.add(
                            delivery.period().run().label(),
                            delivery.timeNanos(),
                            "cast " + delivery.message()
                                    + " is on a circle of casts each of which somebody delivered before the next"));
        }
    }

    private static void follow(Run run, Map<String, Place> places) {
        Place last = null;
        for (Period period : run.periods()) {
            for (Delivery delivery : period.promises(Promise.ONE_ORDER) ? period.casts() : List.<Delivery>of()) {
                Place place = places.computeIfAbsent(delivery.message(), message -> new Place(delivery));
                if (last != null && last != place) {
                    last.after.add(place);
                    place.before++;
                }
                last = place;
            }
        }
    }
}
