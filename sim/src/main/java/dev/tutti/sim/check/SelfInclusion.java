package dev.tutti.sim.check;

/** Who installs a view is a member of it. */
final class SelfInclusion implements Checker {
    @Override
    public String name() {
        return "SELF_INCL";
    }

    @Override
    public void check(History history, Findings findings) {
        for (Run run : history.runs()) {
            for (Period period : run.periods()) {
                if (!period.view().members().contains(period.self())) {
                    findings.add(period, period.self() + " installs view " + period.id() + ", which is without it");
                }
            }
        }
    }
}
