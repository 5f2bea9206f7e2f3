package dev.tutti.layer.failure;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Timers;
import dev.tutti.kernel.Up;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Suspects members of which nothing is heard: everybody beats, any frame counts as a beat, and who misses too many is suspected for
 * the rest of the view. See docs/layers/suspect.md.
 *
 * <p>A member that was itself held up (a long garbage collection, a stopped process) accuses nobody until it has caught up: what the
 * others sent meanwhile still waits in its sockets.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Suspect extends Layer implements Down.Failed, Down.Retire, Up.Heard, Up.Gone, Up.Local {
    /** A beat that comes later than this many intervals means that this member was held up. */
    private static final int PAUSE_INTERVALS = 2;

    /** Beats after a pause during which nobody is accused. */
    private static final int GRACE_BEATS = 3;

    private final long heartbeatNanos;
    private final int maxMissed;

    private boolean[] heard;
    private int[] missed;

    private final BitSet suspected = new BitSet();
    private long dueNanos;
    private int grace;
    private boolean retired;
    private Timers.Timer timer;

    private Counters.Counter suspicions;
    private Counters.Counter pauses;

    /**
     * A layer for one view.
     *
     * @param heartbeatNanos time between two beats
     * @param maxMissed how many beats in a row a member may miss
     */
    public Suspect(long heartbeatNanos, int maxMissed) {
        if (heartbeatNanos < 1 || maxMissed < 1) {
            throw new IllegalArgumentException("interval and limit must be positive");
        }
        this.heartbeatNanos = heartbeatNanos;
        this.maxMissed = maxMissed;
    }

    @Override
    public String name() {
        return "suspect";
    }

    @Override
    protected void start() {
        heard = new boolean[context().size()];
        missed = new int[context().size()];
        suspicions = counter("suspicions");
        pauses = counter("pauses");
        tellAll(Packet.empty(0));
        plan();
    }

    private void plan() {
        dueNanos = context().clock().nanoTime() + heartbeatNanos;
        timer = after(heartbeatNanos, this::beat);
    }

    private void beat() {
        long lateNanos = context().clock().nanoTime() - dueNanos;
        tellAll(Packet.empty(0));
        plan();
        if (retired) {
            return;
        }
        if (lateNanos > PAUSE_INTERVALS * heartbeatNanos) {
            pauses.increment();
            grace = GRACE_BEATS;
        }
        if (grace > 0) {
            grace--;
            Arrays.fill(missed, 0);
            Arrays.fill(heard, false);
            return;
        }
        count();
    }

    private void count() {
        boolean more = false;
        for (int rank = 0; rank < missed.length; rank++) {
            missed[rank] = heard[rank] || rank == context().rank() ? 0 : missed[rank] + 1;
            heard[rank] = false;
            if (missed[rank] > maxMissed && !suspected.get(rank)) {
                suspected.set(rank);
                suspicions.increment();
                more = true;
            }
        }
        if (more) {
            report();
        }
    }

    private void report() {
        suspectAbove((BitSet) suspected.clone());
    }

    /** Ends here: this is what it is for. */
    @Override
    public void heardUp(int origin) {
        heard[origin] = true;
    }

    /** Hard evidence, so no waiting. */
    @Override
    public void goneUp(int rank) {
        if (rank != context().rank() && !suspected.get(rank)) {
            suspected.set(rank);
            suspicions.increment();
            report();
        }
    }

    /** A beat. It has done its work already: it was heard. */
    @Override
    public void localUp(int origin, Packet packet) {
        if (packet.length() != 0) {
            throw new MalformedException("a beat has no body");
        }
    }

    /** What others suspect is final here too; nobody above needs to be told of it again. */
    @Override
    public void failedDown(BitSet ranks) {
        suspected.or(ranks);
        failedBelow(ranks);
    }

    /** Judges nobody any more. Those that still gather what they are owed in this view go on hearing this member, until the stack is closed. */
    @Override
    public void retireDown() {
        retired = true;
        // Mostly it is closed before the next beat.
        timer.cancel();
        plan();
        retireBelow();
    }
}
