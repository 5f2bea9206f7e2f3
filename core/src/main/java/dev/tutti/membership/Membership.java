package dev.tutti.membership;

import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port through which a member is told who is in the group: Keidar and Khazan's membership service. The embedded,
 * leader-based {@link LeaderMembership} is one implementation; servers that decide for many clients would be another.
 *
 * <p>Obligations towards the {@link Client}: before each view at least one start of a change; every new start of a change carries a
 * higher id; a view names, for each member, the id of the last change that was started there, so that a view which has been overtaken
 * can be told from one that may be installed; view ids rise; a view's members are a subset of the last set announced.
 */
public interface Membership {
    /** The member's end-point, as the membership sees it. */
    interface Client {
        /**
         * A change is coming, at most these will be in it. The member blocks and tells the set what it holds.
         *
         * @param change id of the change, local to this member
         * @param set everybody who may be in the next view, this member included
         */
        void startChange(long change, List<Endpoint> set);

        /**
         * The membership has decided. Ignored by the client if it has been overtaken by another start of a change.
         *
         * @param proposal the next view
         */
        void view(Proposal proposal);

        /** The installed view is now known to be primary; it may have been so for some time. */
        void primary();

        /** This member's wish to leave has been carried out, or everybody else is leaving too: it is out. */
        void out();

        /**
         * This member was refused, and why; it goes on trying until it is told to stop.
         *
         * @param refusal why
         * @param text for people
         */
        void refused(Refusal refusal, String text);

        /**
         * The group goes on without this member, which now continues as a new incarnation: alone, in a view that is not shown.
         *
         * @param self the new endpoint
         * @param view the view it is alone in
         */
        void reincarnated(Endpoint self, Proposal view);
    }

    /** Why a member is not let in. */
    enum Refusal {
        /** A live member has the same name. */
        NAME_TAKEN,
        /** The group runs another stack. */
        INCOMPATIBLE,
        /** The group is full. */
        FULL
    }

    /** Begins to look for the group. */
    void start();

    /**
     * Members of the present view are suspected, by this member or by others who told it.
     *
     * @param members all that are suspected in this view so far
     */
    void suspect(Collection<Endpoint> members);

    /** This member wishes to leave. */
    void leave();

    /**
     * The end-point has installed a view.
     *
     * @param view the proposal as it was handed out
     */
    void installed(Proposal view);

    /**
     * A member of the present view has been seen in it: it has installed it.
     *
     * @param member the member
     */
    void present(Endpoint member);

    /** The present view is to end, though nobody joins and nobody goes; the leader of the view sees to it. Harmless when repeated. */
    void prompt();

    /**
     * What this member wants its group to run. Granted with the next view that may be primary; forgotten when this member has installed
     * a view that runs it.
     *
     * @param properties null to withdraw the wish; a view that has been decided is not taken back
     */
    void wish(@Nullable GroupProperties properties);

    /**
     * The member has ended, in whatever way: from here on nothing is said, begun or answered any more, or others would hear of an endpoint
     * that is no longer there. Harmless when closed.
     */
    void close();

    /**
     * Takes a message from another process.
     *
     * @param message decoded
     */
    void receive(Control message);
}
