package dev.tutti.sim.check;

import dev.tutti.sim.trace.Promise;
import java.util.BitSet;
import java.util.List;

/**
 * Who leaves in good order knew nothing that the others will not know: what it was handed in its last view, all who go on from that view are
 * handed there too, and where total order was asked for, first and in the same order. So it is with the view before, for those that came
 * along from there, whether or not they have seen the last one. Of two that leave, one is as far in the total order as the other, or behind.
 */
final class Leaving implements Checker {
    @Override
    public String name() {
        return "LEAVE";
    }

    @Override
    public void check(History history, Findings findings) {
        for (Run run : history.runs()) {
            Period last = run.last();
            if (run.end() == Run.End.LEFT && last != null) {
                judge(history, last, findings);
            }
        }
    }

    private static void judge(History history, Period last, Findings findings) {
        for (Period other : all(history, last)) {
            hold(history, last, other, findings);
        }
        Period before = last.previous();
        if (before != null) {
            all(history, before).stream()
                    .filter(other -> last.view().transitional().contains(other.self()))
                    .forEach(other -> hold(history, before, other, findings));
        }
    }

    private static List<Period> all(History history, Period there) {
        return history.byView().getOrDefault(there.id(), List.of());
    }

    /** Holds what a member that left was handed in a view against what another one was. */
    private static void hold(History history, Period left, Period other, Findings findings) {
        boolean goesOn = other.next() != null && !history.sharing().excused(other);
        BitSet alone = (BitSet) left.delivered().clone();
        alone.andNot(other.delivered());
        if (goesOn && !alone.isEmpty()) {
            findings.add(
                    left,
                    "it leaves with " + Names.of(history, alone) + " of view " + left.id() + ", which " + other.run()
                            + " goes on without");
        } else if ((goesOn || other.run().end() == Run.End.LEFT) && left.promises(Promise.TOTAL)) {
            compare(left, other, findings);
        }
    }

    private static void compare(Period left, Period other, Findings findings) {
        int at = left.firstDifference(other);
        if (at >= 0) {
            Delivery here = left.casts().get(at);
            findings.add(
                    left.run().label(),
                    here.timeNanos(),
                    "it leaves with " + here.message() + " as number " + (at + 1) + " of view " + left.id() + ", where "
                            + other.run() + " has " + other.casts().get(at).message());
        }
    }
}
