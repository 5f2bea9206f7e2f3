package dev.tutti.sim.check;

import dev.tutti.sim.trace.Promise;
import dev.tutti.sim.trace.Promises;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one process went through, from its start to its end. */
final class Run {
    /** How a run ends. */
    enum End {
        /** It had not ended when the trace did. */
        ALIVE,
        /** It crashed. */
        CRASHED,
        /** It left by its own will, and had the time for it. */
        LEFT,
        /** It was out of its group for another reason. */
        OUT
    }

    /**
     * That casts are stable.
     *
     * @param casts how many, from the first on
     * @param period the view that the application was in when it was told
     * @param blocked whether a change had begun there: the member may have been in a further view by then, one that was not shown yet
     */
    record Report(int casts, @Nullable Period period, boolean blocked) {}

    private final String label;
    private final List<Period> periods = new ArrayList<>();
    private final List<Origin> casts = new ArrayList<>();
    private final List<Origin> sends = new ArrayList<>();
    private End end = End.ALIVE;
    private final List<Report> reports = new ArrayList<>();
    private boolean leaving;
    private int switching;
    private Promises asked = Promises.NONE;

    /** How many views it has seen, and whether it is over, as far as its entries have been read for the second time. */
    private int seen;

    private boolean over;

    Run(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The views it was in, in order. */
    List<Period> periods() {
        return periods;
    }

    /** What it cast, in order. */
    List<Origin> casts() {
        return casts;
    }

    /** When it was told that all of them so far are stable, in order. */
    List<Report> reports() {
        return reports;
    }

    void stable() {
        Period in = last();
        reports.add(new Report(casts.size(), in, in != null && in.blocked()));
    }

    /** What it sent to single members, in order. */
    List<Origin> sends() {
        return sends;
    }

    End end() {
        return end;
    }

    void end(End how) {
        end = how;
    }

    /** Whether the others may have its word that it leaves, though it may have crashed on its way out. */
    boolean mayHaveTakenLeave() {
        return leaving || end == End.LEFT || end == End.OUT;
    }

    /** Whether it stays in the group as far as the trace tells. */
    boolean stays() {
        return end == End.ALIVE && !leaving;
    }

    void asks(Promises promises) {
        asked = promises;
    }

    /** What it asked of its group when it started. */
    Promises asked() {
        return asked;
    }

    /** Whether its casts may have to wait for ever: it does not cast in views that are not primary, and ended in one. */
    boolean mute() {
        Period last = last();
        return asked.contains(Promise.PRIMARY_ONLY)
                && last != null
                && !last.view().primary();
    }

    /** It wants its group to run something else. */
    void switching() {
        switching++;
    }

    /** One wish of that kind is over. */
    void switched() {
        switching--;
    }

    boolean isSwitching() {
        return switching > 0;
    }

    void leaving() {
        leaving = true;
    }

    /** The view that whoever reads the entries for the second time is in; null before the first. */
    @Nullable Period present() {
        return seen == 0 ? null : periods.get(seen - 1);
    }

    /** The next view was read. */
    void goOn() {
        seen++;
    }

    boolean over() {
        return over;
    }

    /** The end was read. */
    void finish() {
        over = true;
    }

    @Nullable Period last() {
        return periods.isEmpty() ? null : periods.get(periods.size() - 1);
    }

    @Override
    public String toString() {
        return label;
    }
}
