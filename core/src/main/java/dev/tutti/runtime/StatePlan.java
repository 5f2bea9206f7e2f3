package dev.tutti.runtime;

import dev.tutti.Endpoint;
import dev.tutti.StateHandler.OnMerge;
import dev.tutti.ViewId;
import dev.tutti.membership.Proposal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who gives its state to whom when a view is installed. Every member works it out for itself from the view, and all come to the same.
 *
 * <p>Members that share a state form a side. The transfers are an ordered list; all members take their parts in that order, so that no
 * two wait for each other. The first of a side in rank provides.
 */
final class StatePlan {
    /** Of members that have no state yet. Below it are the names of those that waited for one in some view, in vain so far. */
    static final ViewId NO_STATE = new ViewId(0, 0);

    /**
     * One transfer.
     *
     * @param provider who saves
     * @param loaders who replace their state by it
     * @param mergers who put it together with theirs
     */
    record Transfer(Endpoint provider, List<Endpoint> loaders, List<Endpoint> mergers) {
        List<Endpoint> receivers() {
            List<Endpoint> receivers = new ArrayList<>(loaders);
            receivers.addAll(mergers);
            return receivers;
        }
    }

    private StatePlan() {}

    /**
     * Names the state of a member that is to get states in a view, but has not got all. It delivered nothing of that view yet, and may deliver
     * it without those states if they never come; so its state is another one than before, and than that of members which got more or
     * less. The name sorts where the former state did: what is complete comes later.
     *
     * @param before the name of its state when it installed the view
     * @param view the view
     * @param arrived the providers whose states it has got
     */
    static ViewId incomplete(ViewId before, ViewId view, List<Endpoint> arrived) {
        if (before.number() <= 0) {
            return new ViewId(-view.number(), view.leader());
        }
        long mixed = mix(mix(before.leader() + view.number()) + view.leader());
        long providers = 0;
        for (Endpoint provider : arrived) {
            providers += mix(provider.id());
        }
        return new ViewId(before.number(), mixed + providers);
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static List<Transfer> of(Proposal view, OnMerge policy) {
        Map<ViewId, List<Proposal.Seat>> sides = sides(view, StatePlan::hasState);
        if (sides.isEmpty()) {
            // All who had the state are gone. Those who waited for it have delivered what came meanwhile: one of them
            // has the state now.
            Map<ViewId, List<Proposal.Seat>> waited =
                    sides(view, seat -> !seat.state().equals(NO_STATE));
            return waited.isEmpty() ? List.of() : primaryWins(view, waited);
        }
        return switch (policy) {
            case PRIMARY_WINS -> primaryWins(view, sides);
            case MERGE -> merge(view, sides);
        };
    }

    private static Map<ViewId, List<Proposal.Seat>> sides(Proposal view, Predicate<Proposal.Seat> counts) {
        Map<ViewId, List<Proposal.Seat>> sides = new LinkedHashMap<>();
        for (Proposal.Seat seat : view.seats()) {
            if (counts.test(seat)) {
                sides.computeIfAbsent(seat.state(), ignored -> new ArrayList<>())
                        .add(seat);
            }
        }
        return sides;
    }

    private static boolean hasState(Proposal.Seat seat) {
        return seat.state().number() > 0;
    }

    private static List<Transfer> primaryWins(Proposal view, Map<ViewId, List<Proposal.Seat>> sides) {
        // The latest primary view decides; among equals the latest state, then the side that comes first in rank.
        List<List<Proposal.Seat>> byAge = new ArrayList<>(sides.values());
        Comparator<List<Proposal.Seat>> byPrimary = Comparator.comparing(StatePlan::lastPrimary)
                .thenComparingLong(side -> side.get(0).state().number());
        List<Proposal.Seat> winner = byAge.get(0);
        for (List<Proposal.Seat> side : byAge) {
            if (byPrimary.compare(side, winner) > 0) {
                winner = side;
            }
        }
        List<Endpoint> loaders = new ArrayList<>(view.members());
        winner.forEach(seat -> loaders.remove(seat.endpoint()));
        return loaders.isEmpty()
                ? List.of()
                : List.of(new Transfer(winner.get(0).endpoint(), loaders, List.of()));
    }

    private static ViewId lastPrimary(List<Proposal.Seat> side) {
        return side.stream()
                .map(Proposal.Seat::primary)
                .max(Comparator.naturalOrder())
                .orElse(NO_STATE);
    }

    private static List<Transfer> merge(Proposal view, Map<ViewId, List<Proposal.Seat>> sides) {
        List<Transfer> transfers = new ArrayList<>();
        boolean first = true;
        for (List<Proposal.Seat> side : sides.values()) {
            List<Endpoint> loaders = new ArrayList<>();
            List<Endpoint> mergers = new ArrayList<>();
            for (Proposal.Seat seat : view.seats()) {
                boolean empty = !hasState(seat);
                if (empty && first) {
                    loaders.add(seat.endpoint());
                } else if (empty || !side.contains(seat)) {
                    mergers.add(seat.endpoint());
                }
            }
            first = false;
            if (!loaders.isEmpty() || !mergers.isEmpty()) {
                transfers.add(new Transfer(side.get(0).endpoint(), loaders, mergers));
            }
        }
        return transfers;
    }
}
