package dev.tutti.membership;

import dev.tutti.Endpoint;
import dev.tutti.membership.Membership.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whom a leader does not let in: members whose names are taken, and more than the group may have. */
final class Admission {
    /** A decision is one frame, of at most 65,507 bytes with UDP; some is left for headers and the line. */
    private static final int MAX_DECISION_BYTES = 60_000;

    private static final int SEAT_BYTES = 80;

    private final int maxMembers;

    Admission(int maxMembers) {
        this.maxMembers = maxMembers;
    }

    /**
     * Why guests are refused.
     *
     * @param guests who wish to come in
     * @param others who will be in the next view apart from them
     * @param attempts of the line, which each decision carries
     * @param host the refusing leader
     * @return null if they are not
     */
    Control.@Nullable Refuse refusal(List<Endpoint> guests, List<Endpoint> others, int attempts, Endpoint host) {
        for (Endpoint guest : guests) {
            for (Endpoint other : others) {
                if (other.name().equals(guest.name())) {
                    return new Control.Refuse(
                            host,
                            Refusal.NAME_TAKEN,
                            "the name '" + guest.name() + "' is taken by a member at " + other.address()
                                    + "; choose another one");
                }
            }
        }
        boolean full = others.size() + guests.size() > maxMembers
                || decisionBytes(others, attempts) + decisionBytes(guests, attempts) > MAX_DECISION_BYTES;
        return full
                ? new Control.Refuse(
                        host,
                        Refusal.FULL,
                        "the group is full: it may have " + maxMembers
                                + " members (maxMembers), and a view must fit one frame")
                : null;
    }

    /** An upper bound for what these members take in a decision, which must fit one frame. */
    private static int decisionBytes(List<Endpoint> members, int attempts) {
        int bytes = 0;
        for (Endpoint member : members) {
            bytes += SEAT_BYTES
                    + 4 * member.name().length()
                    + member.address().host().length()
                    + Long.BYTES * (2 + attempts);
        }
        return bytes;
    }
}
