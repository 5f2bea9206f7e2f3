package dev.tutti.sim.check;

import dev.tutti.ViewId;
import dev.tutti.sim.trace.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where total order was asked for: members that go together from one view to the next have delivered the same casts in the same order; and
 * of two that are still in a view, one is as far as the other, or has yet to deliver what the other has delivered after that.
 */
final class TotalOrder implements Checker {
    /**
     * Where members go together.
     *
     * @param from the view they leave
     * @param to the next one, or null if they are still there
     */
    private record Way(ViewId from, @Nullable ViewId to) {}

    @Override
    public String name() {
        return "TOTAL";
    }

    @Override
    public void check(History history, Findings findings) {
        for (List<Period> installed : history.byView().values()) {
            Map<Way, Period> furthest = new HashMap<>();
            for (Period period : installed) {
                Period next = period.next();
                boolean stays = next == null && period.run().end() == Run.End.ALIVE && period.after() == null;
                if (period.promises(Promise.TOTAL) && (next != null || stays)) {
                    Way way = new Way(period.id(), next == null ? null : next.id());
                    Period other = furthest.putIfAbsent(way, period);
                    if (other != null) {
                        compare(other, period, findings);
                        if (period.casts().size() > other.casts().size()) {
                            furthest.put(way, period);
                        }
                    }
                }
            }
        }
    }

    private static void compare(Period one, Period other, Findings findings) {
        int at = one.firstDifference(other);
        if (at >= 0) {
            Delivery here = other.casts().get(at);
            findings.add(
                    other.run().label(),
                    here.timeNanos(),
                    "as number " + (at + 1) + " in view " + other.id() + " it delivers " + here.message() + ", but "
                            + one.run() + " " + one.casts().get(at).message());
        }
    }
}
