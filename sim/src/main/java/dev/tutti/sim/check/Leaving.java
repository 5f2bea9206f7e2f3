package dev.tutti.sim.check;

import dev.tutti.sim.trace.Promise;
import java.util.BitSet;
import java.util.List;

/**
 * Who leaves in good order knew nothing that the others will not know: what it was handed in its last view, all who go on from that view are
 * handed there too, and where total order was asked for, first and in the same order.
 */
final class Leaving implements Checker {
    @Override
    public String name() {
        return "LEAVE";
    }

    @Override
    public void check(History history, Findings findings) {
        Sharing sharing = history.sharing();
        for (List<Period> installed : history.byView().values()) {
            for (Period last : installed) {
                if (last.run().leftInGoodOrder() && last.after() == null) {
                    for (Period other : installed) {
                        if (other.next() != null && !sharing.excused(other)) {
                            compare(history, last, other, findings);
                        }
                    }
                }
            }
        }
    }

    private static void compare(History history, Period last, Period other, Findings findings) {
        BitSet alone = (BitSet) last.delivered().clone();
        alone.andNot(other.delivered());
        if (!alone.isEmpty()) {
            findings.add(
                    last,
                    "it leaves from view " + last.id() + " with " + Names.of(history, alone) + ", which " + other.run()
                            + " goes on without");
        } else if (last.promises(Promise.TOTAL)) {
            int length = Math.min(last.casts().size(), other.casts().size());
            for (int i = 0; i < length; i++) {
                String here = last.casts().get(i).message();
                String there = other.casts().get(i).message();
                if (!here.equals(there)) {
                    findings.add(
                            last.run().label(),
                            last.casts().get(i).timeNanos(),
                            "it leaves from view " + last.id() + ", where as number " + (i + 1) + " it delivers " + here
                                    + ", but " + other.run() + ", which goes on, " + there);
                    return;
                }
            }
        }
    }
}
