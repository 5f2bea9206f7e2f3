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

/**
 * Who gives its state to whom when a view is installed. Every member works it out for itself from the view, and all come to the same.
 *
 * <p>Members that share a state form a side. The transfers are an ordered list; all members take their parts in that order, so that no
 * two wait for each other. The first of a side in rank provides.
 */
final class StatePlan {
    /** Of members that have no state yet. */
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

    static List<Transfer> of(Proposal view, OnMerge policy) {
        Map<ViewId, List<Proposal.Seat>> sides = new LinkedHashMap<>();
        for (Proposal.Seat seat : view.seats()) {
            if (!seat.state().equals(NO_STATE)) {
                sides.computeIfAbsent(seat.state(), ignored -> new ArrayList<>())
                        .add(seat);
            }
        }
        if (sides.isEmpty()) {
            return List.of();
        }
        return switch (policy) {
            case PRIMARY_WINS -> primaryWins(view, sides);
            case MERGE -> merge(view, sides);
        };
    }

    private static List<Transfer> primaryWins(Proposal view, Map<ViewId, List<Proposal.Seat>> sides) {
        // The latest primary view decides; among equals the side that comes first in rank.
        List<List<Proposal.Seat>> byAge = new ArrayList<>(sides.values());
        Comparator<List<Proposal.Seat>> byPrimary = Comparator.comparing(StatePlan::lastPrimary);
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
                boolean empty = seat.state().equals(NO_STATE);
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
