package dev.tutti;

import java.util.List;

/**
 * Who is in the group from here on, until the next view in the stream.
 *
 * <p>Virtual synchrony: all members of {@code transitional} have delivered exactly the same casts between the view before and this
 * one.
 *
 * @param group name of the group
 * @param id see {@link ViewId}
 * @param members by rank, oldest first
 * @param transitional those members that came along from the same view as this member, itself included; by rank
 * @param joined members that were not in this member's view before, by rank
 * @param left members of the view before that are not in this one, by their old rank
 * @param properties how the group delivers in this view
 * @param primary true if this view is known to belong to the one primary line of the group: a majority of the primary view before it
 *     is here. At most one component of a partitioned group has it. False may mean that it is not, or that it could not be known
 */
public record View(
        String group,
        ViewId id,
        List<Endpoint> members,
        List<Endpoint> transitional,
        List<Endpoint> joined,
        List<Endpoint> left,
        GroupProperties properties,
        boolean primary)
        implements Event {
    /** Copies the lists. */
    public View {
        members = List.copyOf(members);
        transitional = List.copyOf(transitional);
        joined = List.copyOf(joined);
        left = List.copyOf(left);
    }

    /**
     * The member that leads changes of this view: the oldest.
     *
     * @return the member of rank 0
     */
    public Endpoint coordinator() {
        return members.get(0);
    }

    /**
     * The rank of a member.
     *
     * @param member to look for
     * @return 0 to {@code members().size() - 1}, or -1 if it is not in the view
     */
    public int rankOf(Endpoint member) {
        return members.indexOf(member);
    }
}
