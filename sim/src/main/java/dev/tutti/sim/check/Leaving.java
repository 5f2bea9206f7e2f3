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
                for (Period other : history.byView().getOrDefault(last.id(), List.of())) {
                    hold(history, last, other, findings);
                }
                Period before = last.previous();
                if (before != null) {
                    for (Period other : history.byView().getOrDefault(before.id(), List.of())) {
                        if (last.view().transitional().contains(other.self())) {
                            hold(history, before, other, findings);
                        }
                    }
                }
            }
        }
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
        int length = Math.min(left.casts().size(), other.casts().size());
        for (int i = 0; i < length; i++) {
            String here = left.casts().get(i).message();
            String there = other.casts().get(i).message();
            if (!here.equals(there)) {
                findings.add(
                        left.run().label(),
                        left.casts().get(i).timeNanos(),
                        "it leaves with " + here + " as number " + (i + 1) + " of view " + left.id() + ", where "
                                + other.run() + " has " + there);
                return;
            }
        }
    }
}
