package dev.tutti.sim.check;

import dev.tutti.ViewId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Members that go from the same view to the same next view have delivered the same casts in the view they leave. A member that was
 * still waiting for the group's state delivers nothing and gets the rest with the state; {@link StateTransfer} sees to that.
 */
final class VirtualSynchrony implements Checker {
    @Override
    public String name() {
        return "VS";
    }

    @Override
    public void check(History history, Findings findings) {
        Sharing sharing = history.sharing();
        for (List<Period> installed : history.byView().values()) {
            Map<ViewId, Period> firstFrom = new HashMap<>();
            for (Period next : installed) {
                Period left = next.previous();
                if (left != null && !sharing.excused(left)) {
                    Period other = firstFrom.putIfAbsent(left.id(), left);
                    if (other != null && !other.delivered().equals(left.delivered())) {
                        report(history, other, left, next, findings);
                    }
                }
            }
        }
    }

    private static void report(History history, Period one, Period other, Period next, Findings findings) {
        findings.add(
                next,
                "both " + one.run() + " and " + other.run() + " go from view " + one.id() + " to view " + next.id()
                        + ", but " + only(history, one, other) + ", " + only(history, other, one));
    }

    private static String only(History history, Period here, Period there) {
        BitSet more = (BitSet) here.delivered().clone();
        more.andNot(there.delivered());
        return "only " + here.run() + " delivered " + Names.of(history, more);
    }
}
