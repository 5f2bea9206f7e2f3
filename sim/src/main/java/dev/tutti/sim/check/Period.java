package dev.tutti.sim.check;

import dev.tutti.ViewId;
import dev.tutti.sim.trace.Member;
import dev.tutti.sim.trace.Promise;
import dev.tutti.sim.trace.Promises;
import dev.tutti.sim.trace.TraceEvent.Viewed;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one process went through in one view. */
final class Period {
    private final Run run;
    private final int number;
    private final long timeNanos;
    private final Viewed view;
    private final Promises promises;
    private final List<Delivery> casts = new ArrayList<>();
    private final List<Delivery> sends = new ArrayList<>();
    private final List<Delivery> all = new ArrayList<>();
    private final BitSet delivered = new BitSet();
    private final BitSet castsUnblocked = new BitSet();
    private final List<StateStep> stateSteps = new ArrayList<>();
    private boolean blocked;
    private boolean deliveredUnblocked;
    private boolean lateState;

    Period(Run run, int number, long timeNanos, Viewed view) {
        this.run = run;
        this.number = number;
        this.timeNanos = timeNanos;
        this.view = view;
        Promises runs = view.runs();
        this.promises = runs == null ? run.asked().without(Promise.PRIMARY_ONLY) : runs;
    }

    Run run() {
        return run;
    }

    /** How many views the process was in before. */
    int number() {
        return number;
    }

    long timeNanos() {
        return timeNanos;
    }

    Viewed view() {
        return view;
    }

    /** What its view promises. Whether a process casts in views that are not primary is its own affair. */
    Promises promises() {
        return promises;
    }

    /** Whether its view promises that. */
    boolean promises(Promise kind) {
        return promises.contains(kind);
    }

    ViewId id() {
        return view.id();
    }

    Member self() {
        return view.self();
    }

    /** The casts it was handed, in order, but for those that are unordered. */
    List<Delivery> casts() {
        return casts;
    }

    /** Where the casts of two members in a view differ, as far as both go, counted from 0; -1 if one has the beginning of what the other has. */
    int firstDifference(Period other) {
        int length = Math.min(casts.size(), other.casts.size());
        for (int i = 0; i < length; i++) {
            if (!casts.get(i).message().equals(other.casts.get(i).message())) {
                return i;
            }
        }
        return -1;
    }

    /** The sends it was handed, in order. */
    List<Delivery> sends() {
        return sends;
    }

    /** The casts and the sends it was handed, in order, unordered ones too. */
    List<Delivery> all() {
        return all;
    }

    /** Indexes of the casts it was handed, unordered ones too, apart from those that nobody cast. */
    BitSet delivered() {
        return delivered;
    }

    /** What happened to its state, in order. */
    List<StateStep> stateSteps() {
        return stateSteps;
    }

    void add(StateStep step) {
        stateSteps.add(step);
        lateState |= deliveredAnything();
    }

    private long count(StateStep.Kind kind) {
        return stateSteps.stream().filter(step -> step.kind() == kind).count();
    }

    boolean saved() {
        return count(StateStep.Kind.SAVED) > 0;
    }

    boolean loaded() {
        return count(StateStep.Kind.LOADED) > 0;
    }

    boolean merged() {
        return count(StateStep.Kind.MERGED) > 0;
    }

    /** How many states it got from others. */
    long received() {
        return stateSteps.size() - count(StateStep.Kind.SAVED);
    }

    boolean deliveredAnything() {
        return !all.isEmpty();
    }

    /** Whether it was handed a cast, unordered ones too. */
    boolean deliveredCasts() {
        return all.size() > sends.size();
    }

    /** Whether a state was read or written after something had been delivered. */
    boolean lateState() {
        return lateState;
    }

    boolean blocked() {
        return blocked;
    }

    void block() {
        blocked = true;
    }

    /** What was delivered up to here was delivered before a change began. */
    void deliveredUnblocked() {
        deliveredUnblocked = deliveredAnything();
        castsUnblocked.or(delivered);
    }

    /** Indexes of the casts that it was handed although no change had begun. */
    BitSet castsUnblocked() {
        return blocked ? castsUnblocked : delivered;
    }

    /** Whether something was delivered although no change had begun. */
    boolean anythingUnblocked() {
        return blocked ? deliveredUnblocked : deliveredAnything();
    }

    /** The view this very endpoint was in before; null where its life begins. A new incarnation is a new endpoint. */
    @Nullable Period previous() {
        Period before = before();
        return before != null && before.self().equals(self()) ? before : null;
    }

    /** The view this very endpoint was in next, if any. */
    @Nullable Period next() {
        Period after = after();
        return after != null && after.self().equals(self()) ? after : null;
    }

    /** The view the process was in before, as whichever endpoint. */
    @Nullable Period before() {
        return number == 0 ? null : run.periods().get(number - 1);
    }

    /** The view the process was in next, as whichever endpoint. */
    @Nullable Period after() {
        return number + 1 == run.periods().size() ? null : run.periods().get(number + 1);
    }
}
