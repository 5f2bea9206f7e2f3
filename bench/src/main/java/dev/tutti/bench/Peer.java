package dev.tutti.bench;

import java.util.List;
import java.util.OptionalLong;

/**
 * One member of one group, whichever system it runs on. Members are known by their index, 0 to n - 1, in the order in which they
 * join. Nothing touches the network before {@link #join}.
 */
interface Peer {
    /**
     * Opens what the system needs and joins the group; returns when this member has a view.
     *
     * @throws Exception whatever the system throws
     */
    void join() throws Exception;

    /**
     * Casts to all members, this one included. May wait while the group is behind.
     *
     * @param payload belongs to the system from here on
     * @throws Exception whatever the system throws
     */
    void cast(byte[] payload) throws Exception;

    /**
     * How many frames have come from the network so far, of whatever kind.
     *
     * @return empty if the system does not say
     */
    default OptionalLong frames() {
        return OptionalLong.empty();
    }

    /** Leaves the group and closes all that was opened. */
    void leave();

    /** Hears what the group delivers. */
    interface Listener {
        /**
         * A message was delivered. Messages of one sender come one after the other; those of different senders may come at the same
         * time on different threads.
         *
         * @param sender index of the member that the system names as sender
         * @param array holds the payload; only valid during the call
         * @param offset where the payload begins
         * @param length of the payload
         */
        void delivered(int sender, byte[] array, int offset, int length);

        /**
         * A view was delivered.
         *
         * @param members indices of its members; empty if this member is out of the group
         */
        void view(List<Integer> members);
    }
}
