package dev.tutti.sim.check;

import dev.tutti.ViewId;
import dev.tutti.sim.trace.Member;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The primary views form one chain: each has a member whose last primary view before it was the one before it in the chain, or was to be a
 * member of that one and has the word of one that takes its leave. So there are never two primary components side by side. A view is
 * primary if any of its members was told so.
 */
final class PrimaryChain implements Checker {
    @Override
    public String name() {
        return "PRIMARY";
    }

    @Override
    public void check(History history, Findings findings) {
        Set<ViewId> primary = new TreeSet<>();
        for (Map.Entry<ViewId, List<Period>> view : history.byView().entrySet()) {
            if (view.getValue().stream().anyMatch(period -> period.view().primary())) {
                primary.add(view.getKey());
            }
        }
        ViewId before = null;
        for (ViewId id : primary) {
            if (before != null) {
                check(history, before, id, primary, findings);
            }
            before = id;
        }
    }

    private static void check(History history, ViewId before, ViewId id, Set<ViewId> primary, Findings findings) {
        Period witness = history.byView().getOrDefault(id, List.of()).get(0);
        for (Member member : witness.view().members()) {
            Period there = history.period(id, member);
            if (there == null ? mayHaveCome(history, member, before) : before.equals(last(there, primary))) {
                return;
            }
        }
        if (handedOn(history, before, witness, primary)) {
            return;
        }
        findings.add(
                witness,
                "view " + id + " " + witness.view().members() + " is primary, as is view " + before + " "
                        + history.byView()
                                .getOrDefault(before, List.of())
                                .get(0)
                                .view()
                                .members()
                        + ", but no member came from there; this one came from primary view " + last(witness, primary));
    }

    /** A member that was gone before its application saw the view may have come from where nobody else did. */
    private static boolean mayHaveCome(History history, Member member, ViewId before) {
        Period there = history.period(before, member);
        if (there != null) {
            return there.after() == null;
        }
        Run run = history.run(member);
        boolean unseen = run == null || run.end() != Run.End.ALIVE;
        return unseen
                && history.byView()
                        .getOrDefault(before, List.of())
                        .get(0)
                        .view()
                        .members()
                        .contains(member);
    }

    /** Who leaves tells its leader what it knows of the line, and takes part in nothing more: so the others go on without it. */
    private static boolean handedOn(History history, ViewId before, Period witness, Set<ViewId> primary) {
        List<Period> there = history.byView().getOrDefault(before, List.of());
        return there.stream().anyMatch(period -> leftWithout(period, primary))
                && there.get(0).view().members().stream()
                        .anyMatch(witness.view().members()::contains);
    }

    /** Whether the member took its leave, and was in no further primary view; it may have been in others on its way out. */
    private static boolean leftWithout(Period there, Set<ViewId> primary) {
        if (!there.run().mayHaveTakenLeave()) {
            return false;
        }
        for (Period after = there.after(); after != null; after = after.after()) {
            if (primary.contains(after.id())) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable ViewId last(Period period, Set<ViewId> primary) {
        for (Period before = period.before(); before != null; before = before.before()) {
            if (primary.contains(before.id())) {
                return before.id();
            }
        }
        return null;
    }
}
