package dev.tutti.sim.script;

import dev.tutti.Options;
import dev.tutti.sim.Cluster;
import dev.tutti.sim.Setup;
import dev.tutti.sim.check.Violation;
import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where a script is played: the cluster, and what the script did to it so far. */
final class Stage {
    /** A line of the script, and what had happened before it. */
    private record Cue(int entries, String line) {}

    private final List<Cue> cues = new ArrayList<>();
    private long seed = 1;
    private Setup setup = Setup.DEFAULT;
    private @Nullable Cluster cluster;
    private @Nullable FrameRules frames;
    private boolean settled;

    // ---- before the curtain ----

    void seed(long number) {
        beforeAnythingElse();
        seed = number;
    }

    void setup(UnaryOperator<Setup> change) {
        beforeAnythingElse();
        setup = change.apply(setup);
    }

    void options(UnaryOperator<Options> change) {
        setup(before -> before.options(change.apply(before.options())));
    }

    private void beforeAnythingElse() {
        if (cluster != null) {
            throw new IllegalStateException("this must stand before everything else");
        }
    }

    // ---- what is there ----

    Cluster cluster() {
        if (cluster == null) {
            cluster = new Cluster(seed, setup);
            frames = new FrameRules(cluster.network());
        }
        return cluster;
    }

    FrameRules frames() {
        cluster();
        if (frames == null) {
            throw new IllegalStateException("made with the cluster");
        }
        return frames;
    }

    /** What happened at one run of a node. */
    List<TraceEvent> events(String label) {
        List<TraceEvent> events = cluster().trace().entries().stream()
                .filter(entry -> entry.process().equals(label))
                .map(Entry::event)
                .toList();
        if (events.isEmpty()) {
            throw new IllegalStateException("there is no '" + label + "'");
        }
        return events;
    }

    /** The views that were shown there. */
    List<TraceEvent.Viewed> views(String label) {
        return events(label).stream()
                .filter(TraceEvent.Viewed.class::isInstance)
                .map(TraceEvent.Viewed.class::cast)
                .toList();
    }

    /** The view that was shown there last. */
    TraceEvent.Viewed lastView(String label) {
        List<TraceEvent.Viewed> views = views(label);
        if (views.isEmpty()) {
            throw new IllegalStateException("'" + label + "' has seen no view");
        }
        return views.get(views.size() - 1);
    }

    /** Whether a change has begun there that has not ended. */
    boolean blocked(String label) {
        boolean blocked = false;
        for (TraceEvent event : events(label)) {
            blocked = event instanceof TraceEvent.Blocked || (blocked && !(event instanceof TraceEvent.Viewed));
        }
        return blocked;
    }

    // ---- playing ----

    void cue(String line) {
        int entries = cluster == null ? 0 : cluster.trace().entries().size();
        cues.add(new Cue(entries, line));
        settled = settled && line.equals("check");
    }

    void settle(long limitMillis) {
        frames().endAll(false);
        frames().endAll(true);
        cluster().settle(limitMillis);
        settled = true;
    }

    /** Does whatever else there is to do at this moment. */
    void finishMoment() {
        cluster().scheduler().runUntil(cluster().scheduler().nowNanos());
    }

    /** What the checkers find; also what must hold at the end, if the script came to one. */
    List<Violation> violations() {
        return settled ? cluster().checkSettled() : cluster().check();
    }

    /** The trace, with the lines of the script between its entries. */
    String text() {
        StringBuilder text = new StringBuilder();
        List<Entry> entries = cluster().trace().entries();
        int next = 0;
        for (Cue cue : cues) {
            while (next < cue.entries) {
                text.append(entries.get(next++)).append('\n');
            }
            text.append("# ").append(cue.line).append('\n');
        }
        while (next < entries.size()) {
            text.append(entries.get(next++)).append('\n');
        }
        return text.toString();
    }
}
