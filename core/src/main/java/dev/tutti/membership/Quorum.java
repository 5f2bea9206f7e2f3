package dev.tutti.membership;

import java.util.List;
import java.util.Set;

/**
 * A set of which a majority must be present. Two majorities of one set have a member in common, which is what keeps primary views in
 * one line.
 *
 * @param members ids of endpoints, oldest first
 * @param total size of the set; larger than {@code members} where some of it is not known yet (seeds that did not answer)
 */
public record Quorum(List<Long> members, int total) {
    /** Copies the list. */
    public Quorum {
        members = List.copyOf(members);
        if (total < members.size()) {
            throw new IllegalArgumentException("total below the number of members");
        }
    }

    /**
     * A set that is known as a whole.
     *
     * @param members ids of endpoints, oldest first
     * @return a majority of them is needed
     */
    public static Quorum of(List<Long> members) {
        return new Quorum(members, members.size());
    }

    /**
     * The same set without some members, who will never vote again.
     *
     * @param leaving ids of endpoints
     * @return the smaller set
     */
    public Quorum without(Set<Long> leaving) {
        List<Long> staying =
                members.stream().filter(member -> !leaving.contains(member)).toList();
        return new Quorum(staying, total - (members.size() - staying.size()));
    }

    /**
     * Whether these are a majority. Exactly half counts if the oldest member is among them and the whole set is known.
     *
     * @param present ids of endpoints
     * @return true for a majority
     */
    public boolean reachedBy(Set<Long> present) {
        int count = 0;
        for (Long member : members) {
            count += present.contains(member) ? 1 : 0;
        }
        boolean tie = total == members.size() && total == 2 * count && count > 0 && present.contains(members.get(0));
        return 2 * count > total || tie;
    }
}
