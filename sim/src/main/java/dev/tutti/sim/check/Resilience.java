package dev.tutti.sim.check;

import dev.tutti.sim.trace.Promise;
import java.util.BitSet;
import java.util.List;

/**
 * Where resilience was asked for: what a member delivered in a view before it was told of the change, every member delivers that goes on from
 * that view, unless it loses more members on the way than the degree allows.
 */
final class Resilience implements Checker {
    @Override
    public String name() {
        return "RESILIENCE";
    }

    @Override
    public void check(History history, Findings findings) {
        Sharing sharing = new Sharing(history);
        for (List<Period> installed : history.byView().values()) {
            BitSet owed = new BitSet();
            for (Period period : installed) {
                if (degree(period) > 0) {
                    owed.or(period.castsUnblocked());
                }
            }
            owed.andNot(history.unordered());
            for (Period period : installed) {
                Period next = period.next();
                if (next == null || sharing.excused(period)) {
                    continue;
                }
                int lost = (int) period.view().members().stream()
                        .filter(member -> !next.view().transitional().contains(member))
                        .count();
                BitSet missing = (BitSet) owed.clone();
                missing.andNot(period.delivered());
                if (lost <= degree(period) && !missing.isEmpty()) {
                    findings.add(
                            next,
                            "goes on from view " + period.id() + ", losing " + lost + " members, without "
                                    + Names.of(history, missing) + ", which was delivered there");
                }
            }
        }
    }

    private static int degree(Period period) {
        if (period.promises(Promise.SAFE)) {
            return Integer.MAX_VALUE;
        }
        return period.promises(Promise.RESILIENCE_2) ? 2 : period.promises(Promise.RESILIENCE_1) ? 1 : 0;
    }
}
