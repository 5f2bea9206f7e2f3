package dev.tutti.sim.check;

import dev.tutti.sim.trace.Member;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The transitional set of a view names exactly those members that came to it from the same view as this one. A member whose first view
 * it is came alone.
 */
final class TransitionalSets implements Checker {
    @Override
    public String name() {
        return "TS";
    }

    @Override
    public void check(History history, Findings findings) {
        for (List<Period> installed : history.byView().values()) {
            for (Period period : installed) {
                check(period, period.previous(), installed, findings);
            }
        }
    }

    private static void check(Period period, @Nullable Period left, List<Period> installed, Findings findings) {
        List<Member> transitional = period.view().transitional();
        for (Member member : transitional) {
            boolean before = left == null
                    ? member.equals(period.self())
                    : left.view().members().contains(member);
            if (!before || !period.view().members().contains(member)) {
                findings.add(
                        period,
                        "the transitional set of view " + period.id() + " names " + member
                                + ", which was not in both views");
            }
        }
        for (Period other : installed) {
            Period itsLeft = other.previous();
            boolean together =
                    other == period || (left != null && itsLeft != null && Objects.equals(itsLeft.id(), left.id()));
            if (together != transitional.contains(other.self())) {
                findings.add(
                        period,
                        "the transitional set of view " + period.id() + " is " + transitional + ", but " + other.run()
                                + " came from view " + (itsLeft == null ? "none" : itsLeft.id())
                                + " and this member from "
                                + (left == null ? "none" : left.id()));
            }
        }
    }
}
