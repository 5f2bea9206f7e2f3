package dev.tutti.sim.check;

import dev.tutti.sim.trace.Member;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Only for runs that end with all processes reachable and time to settle: those that stayed are in one view, with nobody else; each has
 * delivered all its own casts, or found them in the state it got; all have delivered the same in that view; nobody waits for the state,
 * and all states are equal; nobody waits for properties that it
 * wants. Nothing of this is asked where nobody is left of the group.
 */
final class Liveness implements Checker {
    @Override
    public String name() {
        return "LIVE";
    }

    @Override
    public void check(History history, Findings findings) {
        Sharing sharing = history.sharing();
        Contents contents = history.contents();
        List<Run> staying = history.runs().stream().filter(Run::stays).toList();
        Set<Member> members = new HashSet<>();
        Period common = null;
        if (died(history, staying)) {
            return;
        }
        for (Run run : staying) {
            Period last = run.last();
            if (last == null) {
                findings.add(run.label(), 0, "never got a view");
                continue;
            }
            members.add(last.self());
            common = common == null ? last : common;
            if (!last.id().equals(common.id())) {
                findings.add(last, "ends in view " + last.id() + ", but " + common.run() + " in " + common.id());
            } else if (!last.delivered().equals(common.delivered())) {
                findings.add(
                        last,
                        "has not delivered the same in the last view as " + common.run() + ": differs in "
                                + Names.of(history, difference(last, common)));
            }
            if (history.stateful() && !contents.end(last).equals(contents.end(common))) {
                findings.add(last, "ends with another state than " + common.run());
            }
            if (sharing.waits(last)) {
                findings.add(last, "still waits for the state");
            }
            if (run.isSwitching()) {
                findings.add(last, "still waits for the properties that it wants");
            }
            ownCasts(history, run, contents, sharing, findings);
        }
        if (common != null && !members.equals(new HashSet<>(common.view().members()))) {
            findings.add(common, "the last view is " + common.view().members() + ", but those here are " + members);
        }
    }

    /** Whether nobody is left of the group: those that stay came after its end, or it had gone on without them before. */
    private static boolean died(History history, List<Run> staying) {
        return !history.byView().isEmpty()
                && staying.stream().allMatch(run -> run.last() == null || leftBehind(history, run));
    }

    /** Whether a member that was left alone may have been told of a later primary view; then it waits for that group. */
    private static boolean leftBehind(History history, Run run) {
        Period last = run.last();
        return last != null
                && !last.view().primary()
                && last.view().members().size() == 1
                && history.runs().stream()
                        .flatMap(other -> other.periods().stream())
                        .anyMatch(later -> later.view().primary()
                                && later.run() != run
                                && run.periods().stream()
                                        .filter(own -> own.view().primary())
                                        .allMatch(own -> own.id().compareTo(later.id()) < 0));
    }

    /**
     * What a member cast while it waited for the state is in the state that it gets. If that is the state of a side that wins over the one
     * which it waited for, or if that one never comes, such casts are lost with what they were built on.
     */
    private static void ownCasts(History history, Run run, Contents contents, Sharing sharing, Findings findings) {
        BitSet owed = new BitSet();
        Period lost = null;
        for (Period period : run.periods()) {
            lost = sharing.excused(period) ? period : lost;
        }
        for (Origin cast : run.casts()) {
            Period in = cast.period();
            boolean excused = lost != null && (in == null || in.number() <= lost.number());
            owed.set(cast.index(), !excused);
        }
        for (Period period : run.periods()) {
            owed.andNot(contents.start(period));
            owed.andNot(period.delivered());
        }
        if (!owed.isEmpty() && !run.mute()) {
            findings.add(run.label(), 0, "has not delivered its own casts " + Names.of(history, owed));
        }
    }

    private static BitSet difference(Period one, Period other) {
        BitSet difference = (BitSet) one.delivered().clone();
        difference.xor(other.delivered());
        return difference;
    }
}
