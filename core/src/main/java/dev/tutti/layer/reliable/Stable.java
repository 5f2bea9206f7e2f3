package dev.tutti.layer.reliable;

import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Timers;
import dev.tutti.kernel.Up;
import dev.tutti.kernel.WireReader;
import dev.tutti.kernel.WireWriter;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what all members hold, and what anybody holds: a matrix with one row per member, the casts it holds by sender. The
 * smallest number of a column is stable and need not be kept; the largest exists, and whoever lacks it can ask. See
 * docs/layers/stable.md.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Stable extends Layer
        implements Down.Failed, Down.Retire, Up.Cast, Up.Unordered, Up.Counts, Up.Local {
    private static final int TELL = 0;
    private static final int ASK = 1;

    /** While nothing changes, questions slow down to this many intervals. */
    private static final int MAX_BACKOFF = 16;

    private final long stabilityBytes;
    private final long intervalNanos;

    private long[][] rows;
    private long[] told;
    private long[] stable;
    private long[] known;

    private final BitSet failed = new BitSet();
    private long receivedBytes;
    private boolean changed;
    private int backoff = 1;
    private boolean retired;
    private Timers.@Nullable Timer timer;

    /**
     * A layer for one view.
     *
     * @param stabilityBytes bytes of casts after which the others are told at once
     * @param intervalNanos how long a change may stay untold otherwise
     */
    public Stable(long stabilityBytes, long intervalNanos) {
        if (stabilityBytes < 1 || intervalNanos < 1) {
            throw new IllegalArgumentException("threshold and interval must be positive");
        }
        this.stabilityBytes = stabilityBytes;
        this.intervalNanos = intervalNanos;
    }

    @Override
    public String name() {
        return "stable";
    }

    @Override
    protected void start() {
        int size = context().size();
        rows = new long[size][size];
        told = new long[size];
        stable = new long[size];
        known = new long[size];
    }

    @Override
    public void castUp(int origin, Packet packet) {
        note(packet);
        castAbove(origin, packet);
    }

    @Override
    public void unorderedUp(int origin, Packet packet) {
        note(packet);
        unorderedAbove(origin, packet);
    }

    private void note(Packet packet) {
        long before = receivedBytes;
        receivedBytes = before + packet.length();
        if (!changed || (before < stabilityBytes && receivedBytes >= stabilityBytes)) {
            schedule();
        }
    }

    /** Called at most twice between two rounds: for the first cast after one, and when enough bytes have come. */
    private void schedule() {
        changed = true;
        backoff = 1;
        if (!retired) {
            // Not at once: the layer below may be in the middle of a row of deliveries.
            arm(receivedBytes >= stabilityBytes ? 0 : intervalNanos);
        }
    }

    private void arm(long delayNanos) {
        if (timer != null) {
            timer.cancel();
        }
        timer = after(delayNanos, this::round);
    }

    /** Tells everybody what is new; where nothing is, asks those who seem to hold something else than this member. */
    private void round() {
        timer = null;
        changed = false;
        receivedBytes = 0;
        askBelow();
        long[] mine = rows[context().rank()];
        if (!Arrays.equals(mine, told)) {
            told = mine.clone();
            backoff = 1;
            tellAll(body(TELL));
        } else {
            ask(mine);
            backoff = Math.min(backoff * 2, MAX_BACKOFF);
        }
        if (timer == null && !retired && differs()) {
            arm(intervalNanos * backoff);
        }
    }

    private void ask(long[] mine) {
        for (int rank = 0; rank < rows.length; rank++) {
            if (!failed.get(rank) && !Arrays.equals(rows[rank], mine)) {
                tell(rank, body(ASK));
            }
        }
    }

    private boolean differs() {
        long[] mine = rows[context().rank()];
        for (int rank = 0; rank < rows.length; rank++) {
            if (!failed.get(rank) && !Arrays.equals(rows[rank], mine)) {
                return true;
            }
        }
        return false;
    }

    /** The kind, and for each rank of the view what this member holds, and how many of these it does not know to be stable. */
    private Packet body(int kind) {
        WireWriter writer = new WireWriter().putByte(kind);
        long[] mine = rows[context().rank()];
        for (int rank = 0; rank < mine.length; rank++) {
            writer.putNumber(mine[rank]).putNumber(mine[rank] - stable[rank]);
        }
        return writer.toPacket();
    }

    @Override
    public void countsUp(long[] held) {
        merge(context().rank(), held, stable);
    }

    @Override
    public void localUp(int origin, Packet packet) {
        WireReader reader = new WireReader(packet);
        int kind = reader.getByte();
        long[] row = new long[rows.length];
        long[] common = new long[rows.length];
        for (int rank = 0; rank < row.length; rank++) {
            row[rank] = reader.getNumber();
            common[rank] = row[rank] - reader.getNumber();
        }
        reader.end();
        if (kind != TELL && kind != ASK) {
            throw new MalformedException("neither row nor question");
        }
        // Brings this member's own row up to date: the checks below need it.
        askBelow();
        long[] mine = rows[context().rank()];
        for (int rank = 0; rank < row.length; rank++) {
            if (common[rank] < 0 || common[rank] > mine[rank]) {
                throw new MalformedException("calls stable what is not held");
            }
        }
        if (row[context().rank()] > mine[context().rank()]) {
            throw new MalformedException("holds what was never sent");
        }
        merge(origin, row, common);
        if (kind == ASK) {
            tell(origin, body(TELL));
        }
        if (timer == null && !retired && differs()) {
            backoff = 1;
            arm(intervalNanos);
        }
    }

    /** Rows only grow: what comes late changes nothing. What one member has found stable is: all others learn it from whoever they hear. */
    private void merge(int rank, long[] row, long[] common) {
        boolean moreStable = learn(common);
        boolean moreKnown = false;
        long[] merged = rows[rank];
        for (int sender = 0; sender < row.length; sender++) {
            long before = merged[sender];
            if (row[sender] <= before) {
                continue;
            }
            merged[sender] = row[sender];
            if (row[sender] > known[sender]) {
                known[sender] = row[sender];
                moreKnown = true;
            }
            // Only a row that stood at the minimum can have held the column back.
            if (before == stable[sender]) {
                long least = least(sender);
                moreStable |= least > before;
                stable[sender] = least;
            }
        }
        if (moreStable) {
            stableBelow(stable.clone());
        }
        if (moreKnown && rank != context().rank()) {
            knownBelow(known.clone());
        }
    }

    /** All members hold what is stable, also those of which this one has heard nothing. */
    private boolean learn(long[] common) {
        boolean more = false;
        for (int sender = 0; sender < common.length; sender++) {
            if (common[sender] > stable[sender]) {
                stable[sender] = common[sender];
                for (long[] row : rows) {
                    row[sender] = Math.max(row[sender], common[sender]);
                }
                more = true;
            }
        }
        return more;
    }

    private long least(int sender) {
        long least = Long.MAX_VALUE;
        for (long[] row : rows) {
            least = Math.min(least, row[sender]);
        }
        return least;
    }

    @Override
    public void failedDown(BitSet ranks) {
        failed.or(ranks);
        failedBelow(ranks);
    }

    /** Questions of others are still answered. */
    @Override
    public void retireDown() {
        retired = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        retireBelow();
    }
}
