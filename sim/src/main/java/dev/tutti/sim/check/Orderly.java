package dev.tutti.sim.check;

/** Streams are well formed: nothing is delivered before the first view, and nothing happens after the end. */
final class Orderly implements Checker {
    @Override
    public String name() {
        return "ORDERLY";
    }

    @Override
    public void check(History history, Findings findings) {
        history.disorder().forEach(v -> findings.add(v.process(), v.timeNanos(), v.text()));
    }
}
