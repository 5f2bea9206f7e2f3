package dev.tutti.sim.check;

import dev.tutti.sim.trace.Member;
import dev.tutti.sim.trace.TraceEvent.Viewed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A view says rightly who joined and who left since the view before it at this process, and names nobody twice. */
final class ViewChanges implements Checker {
    @Override
    public String name() {
        return "CHANGES";
    }

    @Override
    public void check(History history, Findings findings) {
        for (Run run : history.runs()) {
            for (Period period : run.periods()) {
                check(period, period.before(), findings);
            }
        }
    }

    private static void check(Period period, @Nullable Period before, Findings findings) {
        Viewed view = period.view();
        Set<Member> members = new HashSet<>(view.members());
        Set<String> names = new HashSet<>();
        view.members().forEach(member -> names.add(member.name()));
        if (names.size() != view.members().size()) {
            findings.add(period, "view " + view.id() + " has two members of one name: " + view.members());
        }
        if (!members.containsAll(view.joined())) {
            findings.add(period, "view " + view.id() + " names as joined who is not in it: " + view.joined());
        }
        if (before == null) {
            return;
        }
        List<Member> old = before.view().members();
        List<Member> joined =
                view.members().stream().filter(m -> !old.contains(m)).toList();
        List<Member> left = old.stream().filter(m -> !members.contains(m)).toList();
        if (!joined.equals(view.joined()) || !left.equals(view.left())) {
            findings.add(
                    period,
                    "from " + old + " to " + view.members() + " joined " + view.joined() + " and left " + view.left()
                            + " are not right");
        }
    }
}
