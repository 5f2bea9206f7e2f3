package dev.tutti.sim.check;

import dev.tutti.ViewId;
import dev.tutti.sim.trace.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an application was told to be stable is not lost with it. If it was told in the view of the cast, which was its last, every member of
 * that view delivers the cast before it goes on; if it was told in the next view, which was its last, all do of whom that view says that
 * they came along. A member that waits for the state finds the cast there. What an application is told while a change is under way is not
 * judged: its member may be in a view by then that nobody has shown before they all crashed.
 */
final class Stability implements Checker {
    private record Place(ViewId view, Member member) {}

    @Override
    public String name() {
        return "STABLE";
    }

    @Override
    public void check(History history, Findings findings) {
        DeliveryViews views = history.deliveryViews();
        Sharing sharing = history.sharing();
        Map<Place, Boolean> goneOn = new HashMap<>();
        for (Run run : history.runs()) {
            int from = 0;
            for (Run.Report report : run.reports()) {
                for (Origin cast : run.casts().subList(from, report.casts())) {
                    Delivery delivery = views.of(cast);
                    if (delivery != null) {
                        List<Member> holders = holders(history, delivery, report, goneOn);
                        check(history, cast, delivery.period().id(), holders, sharing, findings);
                    }
                }
                from = report.casts();
            }
        }
    }

    /** Those who must have it. */
    private static List<Member> holders(
            History history, Delivery delivery, Run.Report report, Map<Place, Boolean> goneOn) {
        Period told = report.period();
        Period view = delivery.period();
        Period own = history.period(view.id(), delivery.from());
        Period next = own == null ? null : own.next();
        if (next != null && (told == null || told.id().compareTo(next.id()) < 0)) {
            return List.of();
        }
        Period in = next == null ? view : next;
        Place place = new Place(in.id(), delivery.from());
        if (report.blocked() || goneOn.computeIfAbsent(place, p -> mayHaveGoneOn(history, p))) {
            return List.of();
        }
        return next == null ? in.view().members() : in.view().transitional();
    }

    /** Whether a member may have gone on to another view that its application was not shown. */
    private static boolean mayHaveGoneOn(History history, Place place) {
        return history.byView().entrySet().stream()
                .filter(later -> later.getKey().compareTo(place.view()) > 0)
                .anyMatch(later -> later.getValue().get(0).view().members().contains(place.member()));
    }

    private static void check(
            History history, Origin cast, ViewId view, List<Member> holders, Sharing sharing, Findings findings) {
        for (Period there : history.byView().getOrDefault(view, List.of())) {
            boolean lost = holders.contains(there.self())
                    && there.next() != null
                    && !there.delivered().get(cast.index());
            if (lost && !sharing.excused(there)) {
                findings.add(
                        there,
                        "leaves view " + view + " without cast " + cast + ", of which " + cast.run()
                                + " was told that it is stable");
            }
        }
    }
}
