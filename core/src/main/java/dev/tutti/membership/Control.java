package dev.tutti.membership;

import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.ViewId;
import dev.tutti.kernel.Cut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What members of one group tell each other outside any view. All of it is repeated until it is answered or out of date, and each
 * message stands for itself: loss, duplication and reordering do no harm. Written and read by {@link ControlCodec}.
 */
public sealed interface Control {
    /**
     * Who sent it.
     *
     * @return the sender
     */
    Endpoint from();

    /**
     * Looks for other parts of the group, or answers such a look.
     *
     * @param from the sender
     * @param leader who leads the sender's view
     * @param view the sender's view
     * @param size number of its members
     * @param line names the sender's primary line; 0 if it has none
     * @param primary the last view that the sender knows to have been primary
     * @param seedRank place of the leader in the list of seeds; {@link Integer#MAX_VALUE} if it is none
     * @param knowsYou whether the receiver is in the sender's view
     * @param spec what must be the same at all members
     * @param agreement the properties that the sender's view runs
     * @param probe the address that was asked, as the asker wrote it; empty if not asked by address
     * @param answer whether this is an answer, which needs none
     */
    record Hello(
            Endpoint from,
            Endpoint leader,
            ViewId view,
            int size,
            long line,
            ViewId primary,
            int seedRank,
            boolean knowsYou,
            String spec,
            Agreement agreement,
            String probe,
            boolean answer)
            implements Control {}

    /**
     * The leader of one view asks the leader of another to take its members in.
     *
     * @param from the asking leader
     * @param view its view
     * @param members those of its members that are to come along, by rank
     */
    record Merge(Endpoint from, ViewId view, List<Endpoint> members) implements Control {}

    /**
     * A merge is refused.
     *
     * @param from the refusing leader
     * @param refusal why
     * @param text for people
     */
    record Refuse(Endpoint from, Membership.Refusal refusal, String text) implements Control {}

    /**
     * A leader starts a change.
     *
     * @param from the leader
     * @param id of the view that is to come of it
     * @param set who may be in it
     */
    record Propose(Endpoint from, ViewId id, List<Endpoint> set) implements Control {}

    /**
     * A member takes part in a change.
     *
     * @param from the member
     * @param id of the view proposed
     * @param change the member's own id of the change
     * @param view the view the member comes from
     * @param lineage what it knows of the primary line
     * @param state what its application's state goes back to
     * @param agreement the properties that its view runs
     * @param wish the properties that it wants; null if those are right
     */
    record Accept(
            Endpoint from,
            ViewId id,
            long change,
            ViewId view,
            Lineage lineage,
            Heritage state,
            Agreement agreement,
            @Nullable GroupProperties wish)
            implements Control {}

    /**
     * A member has promised itself to a later proposal. Also says, with the id of the view that it is in, that it waits for that proposal in
     * vain, so that its leader begins a change which ends the wait.
     *
     * @param from the member
     * @param id of the view proposed
     * @param promised the later one
     */
    record Reject(Endpoint from, ViewId id, ViewId promised) implements Control {}

    /**
     * The leader has decided.
     *
     * @param from the leader
     * @param proposal the next view
     */
    record Decide(Endpoint from, Proposal proposal) implements Control {}

    /**
     * A decision has been received.
     *
     * @param from the member
     * @param id of the view decided
     */
    record Decided(Endpoint from, ViewId id) implements Control {}

    /**
     * A member leaves; it will take part in no further view.
     *
     * @param from the member
     * @param lineage what it knows of the primary line
     * @param agreement the latest that it knows of
     */
    record Leave(Endpoint from, Lineage lineage, Agreement agreement) implements Control {}

    /**
     * A member asks its leader for a new view.
     *
     * @param from the member
     * @param view the one that is to end
     */
    record Prompt(Endpoint from, ViewId view) implements Control {}

    /**
     * What a member holds of the view it comes from: Keidar and Khazan's sync message.
     *
     * @param from the member
     * @param change its id of the change
     * @param view the view it comes from
     * @param cut what it holds; null for receivers that are not in that view
     */
    record Sync(
            Endpoint from,
            long change,
            ViewId view,
            @Nullable Cut cut) implements Control {}

    /**
     * Asks for a sync message that has not come.
     *
     * @param from who asks
     * @param change id of the change at the member asked
     */
    record AskSync(Endpoint from, long change) implements Control {}
}
