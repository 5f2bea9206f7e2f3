package dev.tutti.sim.check;

import dev.tutti.sim.trace.Member;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where resilience was asked for: what a member delivered in a view before it was told of the change, every member delivers that goes on from
 * that view, unless it loses more members on the way than the degree allows. What a member delivered at the end of the view outlives as many losses
 * among those that came along with it.
 */
final class Resilience implements Checker {
    /**
     * Casts that so many members hold that some may be lost.
     *
     * @param casts that were delivered
     * @param among whom they are held
     * @param losses how many of these may be lost
     * @param atTheEnd whether they were delivered at the end of the view
     */
    private record Held(BitSet casts, Set<Member> among, int losses, boolean atTheEnd) {}

    @Override
    public String name() {
        return "RESILIENCE";
    }

    @Override
    public void check(History history, Findings findings) {
        Sharing sharing = history.sharing();
        for (List<Period> installed : history.byView().values()) {
            List<Held> held = held(installed, history.unordered());
            for (Period period : installed) {
                if (period.next() != null && !sharing.excused(period)) {
                    check(history, period, period.next(), installed, held, findings);
                }
            }
        }
    }

    private static List<Held> held(List<Period> installed, BitSet unordered) {
        BitSet before = new BitSet();
        List<Held> held = new ArrayList<>();
        for (Period period : installed) {
            int degree = period.promises().resilience();
            if (degree > 0) {
                before.or(period.castsUnblocked());
                BitSet atTheEnd = (BitSet) period.delivered().clone();
                atTheEnd.andNot(period.castsUnblocked());
                atTheEnd.andNot(unordered);
                // Of one that was gone before it showed the next view nobody knows who would have come along.
                if (period.next() != null && !atTheEnd.isEmpty()) {
                    Set<Member> along = Set.copyOf(period.next().view().transitional());
                    held.add(new Held(atTheEnd, along, Math.min(degree, along.size() - 1), true));
                }
            }
        }
        before.andNot(unordered);
        if (!before.isEmpty()) {
            Period any = installed.get(0);
            Set<Member> all = Set.copyOf(any.view().members());
            held.add(new Held(before, all, Math.min(any.promises().resilience(), all.size() - 1), false));
        }
        return held;
    }

    private static void check(
            History history, Period period, Period next, List<Period> installed, List<Held> held, Findings findings) {
        // One that said it would come, and then took another way, is lost: it may have gathered more on that way. So
        // may
        // one that crashed before it showed any, but not what was safe before the change began.
        Set<Member> came = goingOn(installed, next, true);
        Set<Member> elsewhere = goingOn(installed, next, false);
        for (Held each : held) {
            int lost = (int) each.among().stream()
                    .filter(member -> each.atTheEnd()
                            ? !came.contains(member)
                            : !next.view().transitional().contains(member) || elsewhere.contains(member))
                    .count();
            BitSet missing = (BitSet) each.casts().clone();
            missing.andNot(period.delivered());
            // What is delivered when the change has begun may have been safe already, with witnesses that went another
            // way.
            boolean owed = !each.atTheEnd()
                    || period.view().members().size() - came.size()
                            <= period.promises().resilience();
            if (lost <= each.losses() && owed && !missing.isEmpty()) {
                findings.add(
                        next,
                        "goes on from view " + period.id() + ", losing " + lost + " members, without "
                                + Names.of(history, missing) + ", which was delivered there");
            }
        }
    }

    /** Those that went on from a view to this next one, or to others. */
    private static Set<Member> goingOn(List<Period> installed, Period next, boolean there) {
        return installed.stream()
                .filter(other -> other.next() != null && other.next().id().equals(next.id()) == there)
                .map(Period::self)
                .collect(Collectors.toSet());
    }
}
