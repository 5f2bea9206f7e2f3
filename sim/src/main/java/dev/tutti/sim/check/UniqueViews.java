package dev.tutti.sim.check;

import java.util.List;

/** Two views with the same id have the same members, in the same ranks, and promise the same order and safety. */
final class UniqueViews implements Checker {
    @Override
    public String name() {
        return "UNIQ_VIEW";
    }

    @Override
    public void check(History history, Findings findings) {
        for (List<Period> installed : history.byView().values()) {
            Period first = installed.get(0);
            for (Period other : installed) {
                if (!other.view().members().equals(first.view().members())) {
                    findings.add(
                            other,
                            "view " + other.id() + " is " + other.view().members() + " here, "
                                    + first.view().members() + " at " + first.run());
                }
                if (!other.promises().equals(first.promises())) {
                    findings.add(
                            other,
                            "view " + other.id() + " promises "
                                    + other.promises().words() + " here, "
                                    + first.promises().words() + " at " + first.run());
                }
            }
        }
    }
}
