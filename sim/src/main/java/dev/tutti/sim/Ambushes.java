package dev.tutti.sim;

import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The steps of a run that lie in wait. */
final class Ambushes {
    private final Trace trace;
    private final Consumer<Step.Ambush> strike;
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean laid;
    /** Entries of the trace that have been looked at. */
    private int seen;

    /** One step, and how often its sign has still to show. */
    private static final class Waiting {
        private final Step.Ambush step;
        private int left;

        Waiting(Step.Ambush step) {
            this.step = step;
            this.left = step.count();
        }
    }

    /**
     * None yet.
     *
     * @param trace where signs show
     * @param strike what to do with a step whose moment has come
     */
    Ambushes(Trace trace, Consumer<Step.Ambush> strike) {
        this.trace = trace;
        this.strike = strike;
    }

    /** From now on a step waits for its sign. */
    void lay(Step.Ambush step) {
        if (!laid) {
            // What happened before is no sign for anybody.
            seen = trace.entries().size();
        }
        laid = true;
        waiting.add(new Waiting(step));
    }

    /** Whether it is worth while to look after each thing that happens: one step may lay another. */
    boolean laid() {
        return laid;
    }

    /** Looks at what has happened since the last look. */
    void look() {
        List<Entry> entries = trace.entries();
        for (; seen < entries.size(); seen++) {
            Entry entry = entries.get(seen);
            for (Waiting each : List.copyOf(waiting)) {
                if (concerns(each.step, entry) && --each.left == 0) {
                    waiting.remove(each);
                    strike.accept(each.step);
                }
            }
        }
    }

    private static boolean concerns(Step.Ambush step, Entry entry) {
        return step.sign().shows(entry.event())
                && step.names().stream().anyMatch(name -> isRunOf(name, entry.process()));
    }

    /** A later run of a name has a number behind it. */
    private static boolean isRunOf(String name, String process) {
        return process.startsWith(name) && (process.length() == name.length() || process.charAt(name.length()) == '.');
    }
}
