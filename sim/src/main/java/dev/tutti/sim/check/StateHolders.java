package dev.tutti.sim.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who holds the group's state, and who still waits for it. A new member waits until it gets the state, unless nobody in its view
 * has one: then nothing has been delivered that it could miss.
 */
final class StateHolders {
    private final Map<Period, Boolean> after = new HashMap<>();
    private final boolean stateful;

    StateHolders(History history) {
        stateful = history.stateful();
        if (stateful) {
            // By rising view id, which is the order in which every member goes through them.
            history.byView().values().forEach(this::enter);
        }
    }

    private void enter(List<Period> installed) {
        boolean nobody = installed.stream().noneMatch(this::before);
        for (Period period : installed) {
            after.put(period, nobody || before(period) || period.gotState());
        }
    }

    /** Whether a member came into a view with the state. */
    boolean before(Period period) {
        Period left = period.previous();
        return !stateful || (left != null && after.getOrDefault(left, false));
    }

    /** Whether a member had the state when it left a view, or at the end of the run. */
    boolean after(Period period) {
        return !stateful || after.getOrDefault(period, false);
    }
}
