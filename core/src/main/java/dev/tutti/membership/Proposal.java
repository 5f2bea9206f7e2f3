package dev.tutti.membership;

import dev.tutti.Endpoint;
import dev.tutti.ViewId;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A view as the membership decides it: its members by rank with what the leader was told of each, and what it takes to be primary.
 *
 * @param id of the view
 * @param seats the members by rank
 * @param basis the line of primary views as its members know it together
 * @param agreement the properties that its members will run
 * @param leaving ids of members of that line that have promised to take part in no further view
 */
public record Proposal(ViewId id, List<Seat> seats, Lineage basis, Agreement agreement, Set<Long> leaving) {
    /**
     * One member of a proposed view.
     *
     * @param endpoint who
     * @param change id of the last change that was started there
     * @param from the view it comes from
     * @param state the last view with whose members it shares the application's state; number 0 if it has none
     * @param primary the last view of the line that may have been primary and to which that state goes back; number 0 if none
     */
    public record Seat(Endpoint endpoint, long change, ViewId from, ViewId state, ViewId primary) {}

    /** The endpoints of seats, without a copy: a membership asks for them all the time. */
    private static final class Members extends AbstractList<Endpoint> implements RandomAccess {
        private final List<Seat> seats;

        Members(List<Seat> seats) {
            this.seats = seats;
        }

        @Override
        public Endpoint get(int rank) {
            return seats.get(rank).endpoint();
        }

        @Override
        public int size() {
            return seats.size();
        }
    }

    /** Copies the lists. */
    public Proposal {
        seats = List.copyOf(seats);
        leaving = Set.copyOf(leaving);
    }

    /**
     * The same view with other properties.
     *
     * @param other what its members will run
     * @return a copy
     */
    public Proposal with(Agreement other) {
        return new Proposal(id, seats, basis, other, leaving);
    }

    /**
     * The members.
     *
     * @return by rank; cannot be changed
     */
    public List<Endpoint> members() {
        return new Members(seats);
    }

    /**
     * The members' ids.
     *
     * @return by rank
     */
    public List<Long> ids() {
        return seats.stream().map(seat -> seat.endpoint().id()).toList();
    }

    /**
     * Whether these members, having installed the view, make it primary. They must be a majority of this view too: the next primary
     * view has a majority of this one, and so a member that has been in both.
     *
     * @param present ids of endpoints
     * @return true if they are a majority of everything that the line asks for
     */
    public boolean primaryWith(Set<Long> present) {
        return basis.id() != 0
                && basis.hasRoom(seats.size())
                && Quorum.of(ids()).reachedBy(present)
                && basis.quorums(leaving).stream().allMatch(quorum -> quorum.reachedBy(present));
    }

    /**
     * Whether the view is primary once all its members have installed it.
     *
     * @return false if it cannot be, whoever installs it
     */
    public boolean mayBePrimary() {
        return primaryWith(Set.copyOf(ids()));
    }

    /**
     * The seat of a member.
     *
     * @param endpoint who
     * @return null if it is not in the view
     */
    public @Nullable Seat seat(Endpoint endpoint) {
        for (Seat seat : seats) {
            if (seat.endpoint().equals(endpoint)) {
                return seat;
            }
        }
        return null;
    }
}
