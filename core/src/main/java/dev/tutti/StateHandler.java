package dev.tutti;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The application's side of state transfer. A member that joins gets the state of a member exactly at the view, before it is
 * delivered any message of that view.
 *
 * <p>All methods are called where the events are consumed (by the thread in {@link Group#receive}, or by the listener's thread), at
 * the right place in the stream, never two at once; so a state that only the consumer touches needs no locks.
 *
 * <p>An interrupt of that thread is noticed while it waits for a state to begin to come: {@link Group#receive} throws, and the next call
 * waits on. Once a method of this handler runs, the streams ignore interrupts, so that no state is left half done; the thread keeps its
 * interrupt.
 */
public interface StateHandler {
    /** What happens when two sides of a former partition meet, both with a state. */
    enum OnMerge {
        /** The primary side's state replaces that of all others; where no side is primary, that of the oldest member's side. */
        PRIMARY_WINS,
        /** Each side gets the state of every other side, and puts it together with its own by {@link StateHandler#merge}. */
        MERGE
    }

    /**
     * Writes the state as it is now. May block, which is how a slow receiver slows the writer.
     *
     * @param out where to; need not be closed
     * @throws IOException as thrown by {@code out}; pass it on: the transfer is over
     */
    void save(OutputStream out) throws IOException;

    /**
     * Replaces the state by what another member saved. Reading ends with an {@link IOException} when the view changes before all has
     * come; the state must then still be the old one, so read to the end before replacing it.
     *
     * @param in what {@link #save} wrote there
     * @throws IOException as thrown by {@code in}: the state comes again. Any other exception ends the membership, and nothing but
     *     {@link Left} follows
     */
    void load(InputStream in) throws IOException;

    /**
     * Puts another side's state together with this member's own. The result must not depend on the order in which sides are merged,
     * nor on merging one twice. To be overridden by whoever answers {@link OnMerge#MERGE}; nobody else is asked.
     *
     * @param in what {@link #save} wrote there
     * @throws IOException as {@link #load} does
     */
    default void merge(InputStream in) throws IOException {
        throw new UnsupportedOperationException(
                "onMerge() is MERGE, so merge() must be overridden: put what comes together with what is here");
    }

    /**
     * What to do when two sides with a state meet. The same at all members.
     *
     * @return {@link OnMerge#PRIMARY_WINS} unless overridden
     */
    default OnMerge onMerge() {
        return OnMerge.PRIMARY_WINS;
    }
}
