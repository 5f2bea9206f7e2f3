package dev.tutti.kernel;

import java.util.BitSet;

/**
 * One protocol of a stack: private state for one view, handlers for the events it wants (by implementing interfaces of {@link Down}
 * and {@link Up}), and the methods here to pass events on to its neighbours.
 *
 * <p>A layer lives as long as its view. It talks to its local neighbours only through events and to the same layer of other members
 * only through its own header (pushed on the way down, popped on the way up) or its own messages ({@link #tell},
 * {@link #tellAll}). It is called on one thread at a time; a handler may be entered again while it passes an event on, so it brings
 * its state up to date before it does. This is the model of Ensemble's layers (Hayden, "The Ensemble System", 1998).
 */
public abstract class Layer {
    @SuppressWarnings("NullAway.Init") // set by the stack before any handler is called
    private Links links;

    /** For subclasses. */
    protected Layer() {}

    /**
     * The layer's name as it stands in a stack's specification.
     *
     * @return lower case, no blanks
     */
    public abstract String name();

    /**
     * How much it keeps of messages: those that may have to be repaired, that came too early, that wait for the rest of themselves, for
     * credit, or for their place in an order; and what it has to remember of single ones.
     *
     * @return bytes; 0 for a layer that keeps nothing now
     */
    public long heldBytes() {
        return 0;
    }

    /**
     * For {@link #heldBytes}.
     *
     * @param kept packets
     * @return their lengths together
     */
    protected static long bytes(Iterable<Packet> kept) {
        long bytes = 0;
        for (Packet packet : kept) {
            bytes += packet.length();
        }
        return bytes;
    }

    /** Called once when the whole stack is linked, bottom layer first: the place to start timers. */
    protected void start() {}

    final void link(Links to) {
        links = to;
    }

    /**
     * Its place in the view, and the rim.
     *
     * @return what the stack was composed with
     */
    protected final Context context() {
        return links.context;
    }

    /**
     * Runs an action later, unless the stack has been closed by then.
     *
     * @param delayNanos from now
     * @param action on the thread that calls everything else
     * @return a handle to cancel it
     */
    protected final Timers.Timer after(long delayNanos, Runnable action) {
        return links.timers.after(delayNanos, action);
    }

    /**
     * The member's count of that name.
     *
     * @param what is counted; the layer's name is put in front
     * @return the counter
     */
    protected final Counters.Counter counter(String what) {
        return links.context.counters().counter(name() + "." + what);
    }

    /**
     * A message to this layer at another member, unreliable and unordered. Takes over the packet.
     *
     * @param to rank of the receiver, not the caller itself
     * @param packet the body
     */
    protected final void tell(int to, Packet packet) {
        links.bottom.frameLocal(links.index, to, packet);
    }

    /**
     * A message to this layer at all other members, unreliable and unordered. Takes over the packet.
     *
     * @param packet the body
     */
    protected final void tellAll(Packet packet) {
        links.bottom.frameLocal(links.index, Bottom.ALL, packet);
    }

    /**
     * Passes a cast down.
     *
     * @param packet see {@link Down.Cast}
     */
    protected final void castBelow(Packet packet) {
        links.castBelow.castDown(packet);
    }

    /**
     * Passes a cast up that ends the view.
     *
     * @param origin rank
     * @param packet see {@link Up.Gbcast}
     */
    protected final void gbcastAbove(int origin, Packet packet) {
        links.gbcastAbove.gbcastUp(origin, packet);
    }

    /**
     * Passes an unordered cast down.
     *
     * @param packet see {@link Down.Unordered}
     */
    protected final void unorderedBelow(Packet packet) {
        links.unorderedBelow.unorderedDown(packet);
    }

    /**
     * Passes a send down.
     *
     * @param to rank
     * @param packet see {@link Down.Send}
     */
    protected final void sendBelow(int to, Packet packet) {
        links.sendBelow.sendDown(to, packet);
    }

    /**
     * Passes the event up.
     *
     * @param origin rank
     * @param packet see {@link Up.State}
     */
    protected final void stateAbove(int origin, Packet packet) {
        links.stateAbove.stateUp(origin, packet);
    }

    /** Passes the event down, see {@link Down.Block}. */
    protected final void blockBelow() {
        links.blockBelow.blockDown();
    }

    /**
     * Passes the event down.
     *
     * @param cuts see {@link Down.Agree}
     */
    protected final void agreeBelow(Cut[] cuts) {
        links.agreeBelow.agreeDown(cuts);
    }

    /**
     * Passes the event down.
     *
     * @param settlement see {@link Down.Settle}
     */
    protected final void settleBelow(Settlement settlement) {
        links.settleBelow.settleDown(settlement);
    }

    /** Asks below, see {@link Down.Ask}. */
    protected final void askBelow() {
        links.askBelow.askDown();
    }

    /**
     * Passes the event down.
     *
     * @param stable see {@link Down.Stable}
     */
    protected final void stableBelow(long[] stable) {
        links.stableBelow.stableDown(stable);
    }

    /**
     * Passes the event down.
     *
     * @param known see {@link Down.Known}
     */
    protected final void knownBelow(long[] known) {
        links.knownBelow.knownDown(known);
    }

    /**
     * Passes the event down.
     *
     * @param origin rank
     * @param bytes see {@link Down.Consumed}
     */
    protected final void consumedBelow(int origin, long bytes) {
        links.consumedBelow.consumedDown(origin, bytes);
    }

    /**
     * Passes the event down.
     *
     * @param ranks see {@link Down.Failed}
     */
    protected final void failedBelow(BitSet ranks) {
        links.failedBelow.failedDown(ranks);
    }

    /** Passes the event down, see {@link Down.Retire}. */
    protected final void retireBelow() {
        links.retireBelow.retireDown();
    }

    /**
     * Passes a cast up.
     *
     * @param origin rank
     * @param packet see {@link Up.Cast}
     */
    protected final void castAbove(int origin, Packet packet) {
        links.castAbove.castUp(origin, packet);
    }

    /**
     * Passes an unordered cast up.
     *
     * @param origin rank
     * @param packet see {@link Up.Unordered}
     */
    protected final void unorderedAbove(int origin, Packet packet) {
        links.unorderedAbove.unorderedUp(origin, packet);
    }

    /**
     * Passes a send up.
     *
     * @param origin rank
     * @param packet see {@link Up.Send}
     */
    protected final void sendAbove(int origin, Packet packet) {
        links.sendAbove.sendUp(origin, packet);
    }

    /**
     * Passes the event up.
     *
     * @param origin see {@link Up.Heard}
     */
    protected final void heardAbove(int origin) {
        links.heardAbove.heardUp(origin);
    }

    /**
     * Passes the event up.
     *
     * @param origin see {@link Up.Present}
     */
    protected final void presentAbove(int origin) {
        links.presentAbove.presentUp(origin);
    }

    /**
     * Passes the event up.
     *
     * @param rank see {@link Up.Gone}
     */
    protected final void goneAbove(int rank) {
        links.goneAbove.goneUp(rank);
    }

    /**
     * Passes the event up.
     *
     * @param ranks see {@link Up.Suspect}
     */
    protected final void suspectAbove(BitSet ranks) {
        links.suspectAbove.suspectUp(ranks);
    }

    /**
     * Passes the event up.
     *
     * @param held see {@link Up.Counts}
     */
    protected final void countsAbove(long[] held) {
        links.countsAbove.countsUp(held);
    }

    /**
     * Passes the event up.
     *
     * @param cut see {@link Up.Cut}
     */
    protected final void cutAbove(Cut cut) {
        links.cutAbove.cutUp(cut);
    }

    /** Passes the event up, see {@link Up.Settled}. */
    protected final void settledAbove() {
        links.settledAbove.settledUp();
    }

    /**
     * Passes the event up.
     *
     * @param tag see {@link Up.Stable}
     */
    protected final void stableAbove(long tag) {
        links.stableAbove.stableUp(tag);
    }

    /**
     * Passes the event up.
     *
     * @param tag see {@link Up.StableUnordered}
     */
    protected final void stableUnorderedAbove(long tag) {
        links.stableUnorderedAbove.stableUnorderedUp(tag);
    }

    /**
     * Passes the event up.
     *
     * @param stable see {@link Up.StableCasts}
     */
    protected final void stableCastsAbove(long[] stable) {
        links.stableCastsAbove.stableCastsUp(stable);
    }

    /** Passes the event up, see {@link Up.Acknowledged}. */
    protected final void acknowledgedAbove() {
        links.acknowledgedAbove.acknowledgedUp();
    }

    /** Passes the event up, see {@link Up.Confirmed}. */
    protected final void confirmedAbove() {
        links.confirmedAbove.confirmedUp();
    }

    /** Passes the event up, see {@link Up.Prompt}. */
    protected final void promptAbove() {
        links.promptAbove.promptUp();
    }

    /**
     * Passes the event up.
     *
     * @param bytes see {@link Up.Outstanding}
     */
    protected final void outstandingAbove(long[] bytes) {
        links.outstandingAbove.outstandingUp(bytes);
    }

    /**
     * Passes the event up.
     *
     * @param casts see {@link Up.Room}
     * @param sends see {@link Up.Room}
     */
    protected final void roomAbove(boolean casts, boolean sends) {
        links.roomAbove.roomUp(casts, sends);
    }
}
