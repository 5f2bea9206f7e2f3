package dev.tutti.sim.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who shares the group's state with whom, and who still waits for it.
 *
 * <p>Members that have gone through the same views with the same state are a side, named by the last view in which their state was
 * complete. A newcomer has no side. Where members of several sides meet in a view, or newcomers join a side, states are handed on;
 * until a member has got what it is owed, its state is incomplete, and it delivers nothing. Should nobody be left to give the state, it
 * goes on with what it has.
 */
final class Sharing {
    /** How much of the state that it was owed in a view a member had there. */
    private enum Share {
        ALL,
        SOME,
        /** Several sides met, and nothing shows which of them was to give its state. */
        OPEN,
        /** Nothing shows whether it had the state all along. */
        VAGUE
    }

    /**
     * Who is there with a state. Each who writes it is of another side, also where nothing showed so far that they differ.
     *
     * @param known how many sides are there of which something is known
     * @param writers how many write their state
     * @param strangers how many of these may be of a known side of which nobody else writes, or of another one
     */
    private record Meeting(int known, int writers, int strangers) {
        int least() {
            return Math.max(known, writers);
        }

        int most() {
            return known + strangers;
        }
    }

    private final boolean stateful;
    private final boolean merging;
    private final Map<Run, String> sides = new HashMap<>();

    /**
     * Members of which nothing shows whether they are of one of the sides: newcomers that got one side's state, but not those of the others, or
     * that began with what they had, since nobody was left to give any; and those that have shown nothing, nor had to, since they were in a
     * view with one that never came; and those that lack one state of a view where a newcomer wrote one that may have been their own.
     */
    private final Set<Run> vague = new HashSet<>();

    private final Map<Period, Share> shares = new HashMap<>();

    /** In views that some member never installed: perhaps it was of one more side, whose state never came. */
    private final Set<Period> uncertain = new HashSet<>();

    Sharing(History history) {
        stateful = history.stateful();
        merging = history.byView().values().stream().anyMatch(Sharing::merges);
        if (stateful) {
            // By rising view id, which is the order in which every member goes through them.
            history.byView().values().forEach(this::enter);
        }
    }

    /** Where one side wins, only one member of a view writes its state; where all are merged, one of each side does, whatever becomes of it. */
    private static boolean merges(List<Period> installed) {
        return installed.stream().anyMatch(Period::merged) || writers(installed) > 1;
    }

    private static int writers(List<Period> installed) {
        return (int) installed.stream().filter(Period::saved).count();
    }

    private void enter(List<Period> installed) {
        Meeting met = meeting(installed);
        Set<String> giving = sidesOf(installed, Period::saved);
        if (giving.isEmpty()) {
            // It died before it gave anything. But only it delivers before a change ends the wait of all the others.
            giving = sidesOf(installed, Period::anythingUnblocked);
        }
        for (Period period : installed) {
            if (installed.size() < period.view().members().size()) {
                uncertain.add(period);
            }
            shares.put(period, share(period, met, giving));
        }
        installed.forEach(this::follow);
    }

    private Meeting meeting(List<Period> installed) {
        Map<String, Integer> writersOf = new HashMap<>();
        int strangers = 0;
        for (Period period : installed) {
            String side = sides.get(period.run());
            if (side != null) {
                writersOf.merge(side, period.saved() ? 1 : 0, Integer::sum);
            } else if (period.saved()) {
                strangers++;
            }
        }
        int known = writersOf.values().stream()
                .mapToInt(writers -> Math.max(1, writers))
                .sum();
        return new Meeting(known, writers(installed), strangers);
    }

    private Set<String> sidesOf(List<Period> installed, Predicate<Period> which) {
        Set<String> found = new HashSet<>();
        for (Period period : installed) {
            String side = sides.get(period.run());
            if (side != null && which.test(period)) {
                found.add(side);
            }
        }
        return found;
    }

    private Share share(Period period, Meeting met, Set<String> giving) {
        if (vague.contains(period.run())) {
            return vagueShare(period, met);
        }
        String side = sides.get(period.run());
        if (gotAll(period, side, met.least(), giving)) {
            return merging && !gotAll(period, side, met.most(), giving) ? Share.VAGUE : Share.ALL;
        }
        if (!giving.isEmpty()) {
            return Share.SOME;
        }
        return met.writers() > 0 ? Share.VAGUE : Share.OPEN;
    }

    /**
     * Whether a member got what it was owed.
     *
     * @param side it was of; null for a newcomer
     * @param sidesMet how many sides there were in its view
     * @param giving the sides that gave a state
     */
    private boolean gotAll(Period period, @Nullable String side, int sidesMet, Set<String> giving) {
        int others = sidesMet - (side == null && !period.saved() ? 0 : 1);
        if (others <= 0) {
            return true;
        }
        long got = period.received();
        if (merging || side == null) {
            return got >= (merging ? others : 1);
        }
        // One side wins, and its members need nothing.
        return got > 0 || giving.contains(side);
    }

    /**
     * Of a member that may be of one of the sides that met, and then needs one state less. If it writes its own it is of a side in any case,
     * but that may be one of those, or one more.
     */
    private Share vagueShare(Period period, Meeting met) {
        if (mayBeOwed(period)) {
            return Share.VAGUE;
        }
        int owed = merging ? met.least() : Math.min(1, met.least());
        if (merging && period.saved()) {
            owed = Math.max(met.known(), met.writers() - 1);
        }
        if (period.received() >= owed) {
            return Share.ALL;
        }
        if (period.received() < owed - 1) {
            return Share.SOME;
        }
        return period.anythingUnblocked() || (period.saved() && !merging) ? Share.ALL : Share.VAGUE;
    }

    /** What a member is once it has been in a view. */
    private void follow(Period period) {
        Run run = period.run();
        String side = sides.get(run);
        if (side == null && mayWait(period)) {
            vague.add(run);
        } else if (complete(period)) {
            sides.put(run, period.id().toString());
            vague.remove(run);
        } else if (shares.get(period) == Share.VAGUE
                || (side == null && (period.received() > 0 || period.anythingUnblocked()))) {
            sides.remove(run);
            vague.add(run);
        } else if (side != null) {
            // It goes on alone with what it delivers now, and with what it has got so far.
            sides.put(run, side + " " + period.id() + " " + period.received());
        }
    }

    /** Whether a newcomer may have waited all the time for the state of one that never came. */
    private boolean mayWait(Period period) {
        return uncertain.contains(period) && period.received() == 0 && !period.saved() && !period.deliveredAnything();
    }

    /** Whether nothing shows that a process has had any state so far: it may have been waiting for its first one all the time. */
    private static boolean untouched(Period until) {
        for (Period period = until; period != null; period = period.before()) {
            if (period.deliveredAnything() || !period.stateSteps().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a member surely had all of the state that it was owed in a view. */
    boolean complete(Period period) {
        return shares.getOrDefault(period, Share.ALL) == Share.ALL;
    }

    /** Whether it surely lacked some of it. */
    boolean lacks(Period period) {
        return shares.get(period) == Share.SOME;
    }

    /** Whether it still waited at the end of a run in which nothing is under way any more, be it only for one side to show that it wins. */
    boolean waits(Period last) {
        return lacks(last) || shares.get(last) == Share.OPEN;
    }

    /**
     * Whether a member may have left out what others delivered in a view that it went on from: its state was incomplete then, so it delivered
     * nothing, and it gets the rest with the state later.
     */
    boolean excused(Period left) {
        boolean surely = complete(left) && !uncertain.contains(left) && !untouched(left);
        if (left.deliveredCasts() || surely) {
            return false;
        }
        Period after = left.after();
        if (after == null) {
            return false;
        }
        boolean mayWaitOn = mayBeOwed(after) && (!complete(left) || mayBeOwed(left));
        return after.loaded() || !complete(after) || mayWaitOn;
    }

    /** Whether a member may have been to get a state in a view that somebody never installed, and have gone on without. */
    private boolean mayBeOwed(Period period) {
        return uncertain.contains(period) && period.received() == 0 && !period.saved() && !period.anythingUnblocked();
    }
}
