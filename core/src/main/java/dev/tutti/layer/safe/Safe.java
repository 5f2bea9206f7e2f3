package dev.tutti.layer.safe;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Timers;
import dev.tutti.kernel.Up;
import dev.tutti.kernel.WireReader;
import dev.tutti.kernel.WireWriter;
import java.util.ArrayDeque;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Delivers a cast only when so many members hold it beside its sender: its witnesses. So what anybody has delivered outlives as many
 * crashes at once (Amoeba's resilience degree; with all others as witnesses, safe delivery). See docs/layers/safe.md.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Safe extends Layer implements Down.Block, Down.Agree, Down.Retire, Up.Cast, Up.Local, Up.Settled {
    private static final int TELL = 0;
    private static final int ASK = 1;

    private final int resilience;
    private final long askNanos;

    private int me;
    private int size;
    private int witnesses;

    /** Casts that have come, by sender; one row for each member, as told by it. */
    private long[][] come;

    /** By sender: casts that all its witnesses hold, and casts passed on. */
    private long[] safe;

    private long[] delivered;
    private ArrayDeque<Packet>[] waiting;
    private int waitingCount;
    private boolean tellDue;
    private boolean retired;

    /** Who comes along, this member apart. */
    private final BitSet coming = new BitSet();
    /** Whether all that the view owes is here, and waits for those that come along. */
    private boolean ending;

    private Timers.@Nullable Timer asking;

    private Counters.Counter told;
    private Counters.Counter asked;

    /**
     * A layer for one view.
     *
     * @param resilience how many members beside its sender must hold a cast; in a smaller view all others
     * @param askNanos how long to wait for a witness before asking it, and before asking again
     */
    public Safe(int resilience, long askNanos) {
        if (resilience < 1 || askNanos < 1) {
            throw new IllegalArgumentException("degree and delay must be positive");
        }
        this.resilience = resilience;
        this.askNanos = askNanos;
    }

    @Override
    public String name() {
        return "safe";
    }

    @Override
    public long heldBytes() {
        long bytes = 0;
        for (ArrayDeque<Packet> casts : waiting) {
            bytes += bytes(casts);
        }
        return bytes;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
    protected void start() {
        me = context().rank();
        size = context().size();
        witnesses = Math.min(resilience, size - 1);
        come = new long[size][size];
        safe = new long[size];
        delivered = new long[size];
        waiting = new ArrayDeque[size];
        for (int rank = 0; rank < size; rank++) {
            waiting[rank] = new ArrayDeque<Packet>(1);
        }
        told = counter("told");
        asked = counter("asked");
    }

    /** Whether a member is among those that must hold what a sender casts: the lowest-ranked others. */
    private boolean isWitness(int rank, int sender) {
        return rank != sender && rank < (sender <= witnesses ? witnesses + 1 : witnesses);
    }

    // ---- data ----

    @Override
    public void castUp(int origin, Packet packet) {
        long number = ++come[me][origin];
        waiting[origin].add(packet);
        waitingCount++;
        if (isWitness(me, origin) && !tellDue) {
            tellDue = true;
            // What else comes in this turn is told with it.
            after(0, this::tellAllOnce);
        }
        if (number == delivered[origin] + 1) {
            look(origin);
        }
        if (waitingCount > 0) {
            askLater();
        }
    }

    /** Works out anew what is safe of a sender, and delivers it. */
    private void look(int sender) {
        long least = come[me][sender];
        for (int rank = 0; rank <= witnesses && rank < size; rank++) {
            least = isWitness(rank, sender) ? Math.min(least, come[rank][sender]) : least;
        }
        safe[sender] = Math.max(safe[sender], least);
        release(sender);
    }

    private void release(int sender) {
        while (delivered[sender] < safe[sender] && !waiting[sender].isEmpty()) {
            delivered[sender]++;
            waitingCount--;
            castAbove(sender, waiting[sender].remove());
        }
    }

    // ---- what witnesses say ----

    private void tellAllOnce() {
        tellDue = false;
        if (!retired) {
            told.increment();
            tellAll(row(TELL));
        }
    }

    private Packet row(int kind) {
        WireWriter writer = new WireWriter().putByte(kind);
        for (long casts : come[me]) {
            writer.putNumber(casts);
        }
        return writer.toPacket();
    }

    @Override
    public void localUp(int origin, Packet packet) {
        WireReader reader = new WireReader(packet);
        int kind = reader.getByte();
        if (kind != TELL && kind != ASK) {
            throw new MalformedException("neither told nor asked");
        }
        long[] row = new long[size];
        for (int sender = 0; sender < size; sender++) {
            row[sender] = reader.getNumber();
        }
        reader.end();
        if (row[me] > come[me][me]) {
            throw new MalformedException("holds what was never cast");
        }
        for (int sender = 0; sender < size; sender++) {
            if (row[sender] > come[origin][sender]) {
                come[origin][sender] = row[sender];
                if (!waiting[sender].isEmpty() && isWitness(origin, sender)) {
                    look(sender);
                }
            }
        }
        if (kind == ASK) {
            tell(origin, row(TELL));
        }
        endIfHeld();
    }

    /** What a member said may have been lost. */
    private void askLater() {
        if (asking == null && !retired) {
            asking = after(askNanos, this::ask);
        }
    }

    private void ask() {
        asking = null;
        if (retired || waitingCount == 0) {
            return;
        }
        for (int rank = 0; rank < size; rank++) {
            if (rank != me && (ending ? coming.get(rank) && !holdsAll(rank) : holdsUp(rank))) {
                asked.increment();
                tell(rank, row(ASK));
            }
        }
        askLater();
    }

    private boolean holdsUp(int rank) {
        for (int sender = 0; sender < size; sender++) {
            if (!waiting[sender].isEmpty() && isWitness(rank, sender) && come[rank][sender] <= delivered[sender]) {
                return true;
            }
        }
        return false;
    }

    // ---- the end of the view ----

    /** Another change has begun: who comes along is open again. */
    @Override
    public void blockDown() {
        ending = false;
        coming.clear();
        blockBelow();
    }

    @Override
    public void agreeDown(Cut[] cuts) {
        for (int rank = 0; rank < size; rank++) {
            coming.set(rank, rank != me && cuts[rank] != null);
        }
        agreeBelow(cuts);
    }

    /**
     * All that is owed is here. Those who come along will deliver the same; but first so many of them must have it as the degree asks for, since
     * this member may crash as soon as it has delivered.
     */
    @Override
    public void settledUp() {
        ending = true;
        tellAllOnce();
        endIfHeld();
    }

    private void endIfHeld() {
        if (!ending || (waitingCount > 0 && holders() < Math.min(resilience, coming.cardinality()))) {
            return;
        }
        ending = false;
        for (int sender = 0; sender < size; sender++) {
            safe[sender] = come[me][sender];
            release(sender);
        }
        settledAbove();
    }

    /** How many of those that come along have all that this member has. */
    private int holders() {
        int holders = 0;
        for (int rank = coming.nextSetBit(0); rank >= 0; rank = coming.nextSetBit(rank + 1)) {
            holders += holdsAll(rank) ? 1 : 0;
        }
        return holders;
    }

    private boolean holdsAll(int rank) {
        for (int sender = 0; sender < size; sender++) {
            if (come[rank][sender] < come[me][sender]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void retireDown() {
        retired = true;
        retireBelow();
    }
}
