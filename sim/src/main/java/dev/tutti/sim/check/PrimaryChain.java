package dev.tutti.sim.check;

import dev.tutti.ViewId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The primary views form one chain: each has a member whose last primary view before it was the one before it in the chain. So there
 * are never two primary components side by side.
 */
final class PrimaryChain implements Checker {
    @Override
    public String name() {
        return "PRIMARY";
    }

    @Override
    public void check(History history, Findings findings) {
        ViewId last = null;
        for (Map.Entry<ViewId, List<Period>> view : history.byView().entrySet()) {
            List<Period> primary = view.getValue().stream()
                    .filter(period -> period.view().primary())
                    .toList();
            if (primary.isEmpty()) {
                continue;
            }
            ViewId before = last;
            if (before != null && primary.stream().noneMatch(period -> before.equals(lastPrimary(period)))) {
                Period witness = primary.get(0);
                findings.add(
                        witness,
                        "view " + witness.id() + " " + witness.view().members() + " is primary, as is view " + before
                                + ", but no member came from there; this one came from primary view "
                                + lastPrimary(witness));
            }
            last = view.getKey();
        }
    }

    private static @Nullable ViewId lastPrimary(Period period) {
        for (Period before = period.before(); before != null; before = before.before()) {
            if (before.view().primary()) {
                return before.id();
            }
        }
        return null;
    }
}
