package dev.tutti.sim.check;

import java.util.BitSet;
import java.util.List;

/**
 * The state that a member gets is that of another member exactly at the view; it comes before anything is delivered in the view; a member
 * that waits for the state delivers nothing, unless nobody is left to give it; and all others who deliver in a view began it with the same
 * state.
 */
final class StateTransfer implements Checker {
    @Override
    public String name() {
        return "STATE";
    }

    @Override
    public void check(History history, Findings findings) {
        if (!history.stateful()) {
            return;
        }
        Sharing sharing = history.sharing();
        Contents contents = history.contents();
        contents.problems().forEach(problem -> findings.add(problem.at(), problem.text()));
        for (List<Period> installed : history.byView().values()) {
            for (Period period : installed) {
                inTime(period, sharing, findings);
            }
            equal(history, installed, contents, sharing, findings);
        }
    }

    private static void inTime(Period period, Sharing sharing, Findings findings) {
        if (period.lateState()) {
            findings.add(period, "reads or writes a state after a delivery in view " + period.id());
        }
        Period after = period.after();
        // A change ends the wait: what the next view does not replace is delivered first. Its process may crash before
        // it shows that view.
        boolean waits = period.anythingUnblocked() || (after != null && after.loaded());
        if (sharing.lacks(period) && period.deliveredAnything() && waits) {
            findings.add(period, "delivers in view " + period.id() + " without the state");
        }
    }

    private static void equal(
            History history, List<Period> installed, Contents contents, Sharing sharing, Findings findings) {
        Period first = null;
        for (Period period : installed) {
            if (!period.deliveredCasts() || !sharing.complete(period)) {
                continue;
            }
            if (first == null) {
                first = period;
            } else if (!contents.start(period).equals(contents.start(first))) {
                BitSet missing = (BitSet) contents.start(first).clone();
                missing.andNot(contents.start(period));
                BitSet more = (BitSet) contents.start(period).clone();
                more.andNot(contents.start(first));
                findings.add(
                        period,
                        "begins view " + period.id() + " with another state than " + first.run() + ": it lacks "
                                + Names.of(history, missing) + " and has also " + Names.of(history, more));
            }
        }
    }
}
