package dev.tutti.sim.check;

/** The ids of the views that a process installs rise. */
final class Monotonicity implements Checker {
    @Override
    public String name() {
        return "MONO";
    }

    @Override
    public void check(History history, Findings findings) {
        for (Run run : history.runs()) {
            for (Period period : run.periods()) {
                Period before = period.before();
                if (before != null && period.id().compareTo(before.id()) <= 0) {
                    findings.add(period, "view " + period.id() + " comes after view " + before.id());
                }
            }
        }
    }
}
