package dev.tutti.membership;

import dev.tutti.Endpoint;
import dev.tutti.membership.Membership.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whom a leader does not let in: members whose names are taken, and more than the group may have. */
final class Admission {
    /**
     * A decision is one frame, of at most 65,507 bytes with UDP: the seats, and the line with its attempts, of which there are no more than
     * {@link Lineage#MAX_ATTEMPT_MEMBERS} allows for.
     */
    private static final int MAX_SEAT_BYTES = 60_000 - Long.BYTES * Lineage.MAX_ATTEMPT_MEMBERS;

    /**
     * Of one member, apart from the text of its name and host: its id, port, change and three view ids, which is 70 bytes with the lengths, and
     * some to spare; and its id in the base of the line and among those that leave.
     */
    private static final int SEAT_BYTES = 80 + 2 * Long.BYTES;

    private final int maxMembers;

    Admission(int maxMembers) {
        this.maxMembers = maxMembers;
    }

    /**
     * Whether a guest cannot come in because somebody has its name.
     *
     * @param guest who wishes to come in
     * @param others who will be in the next view apart from those who come with it
     * @param host the refusing leader
     * @return null if its name is free
     */
    Control.@Nullable Refuse nameTaken(Endpoint guest, List<Endpoint> others, Endpoint host) {
        for (Endpoint other : others) {
            if (other.name().equals(guest.name())) {
                return new Control.Refuse(
                        host,
                        Refusal.NAME_TAKEN,
                        "the name '" + guest.name() + "' is taken by a member at " + other.address()
                                + "; choose another one");
            }
        }
        return null;
    }

    /**
     * Whether guests cannot come in because there would be too many members.
     *
     * @param guests who wish to come in
     * @param others who will be in the next view apart from them
     * @param host the refusing leader
     * @return null if there is room
     */
    Control.@Nullable Refuse full(List<Endpoint> guests, List<Endpoint> others, Endpoint host) {
        boolean full =
                others.size() + guests.size() > maxMembers || seatBytes(others) + seatBytes(guests) > MAX_SEAT_BYTES;
        return full
                ? new Control.Refuse(
                        host,
                        Refusal.FULL,
                        "the group is full: it may have " + maxMembers
                                + " members (maxMembers), and a view must fit one frame")
                : null;
    }

    /** An upper bound for what these members take in a decision. */
    private static int seatBytes(List<Endpoint> members) {
        int bytes = 0;
        for (Endpoint member : members) {
            bytes += SEAT_BYTES
                    + 4 * member.name().length()
                    + member.address().host().length();
        }
        return bytes;
    }
}
