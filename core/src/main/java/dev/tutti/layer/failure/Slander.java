package dev.tutti.layer.failure;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Timers;
import dev.tutti.kernel.Up;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Shares suspicions, so that a member which only some can no longer reach is suspected by all, and a member that is suspected finds
 * out: it suspects its accuser in turn, and the group splits into sides that agree on who is on which. See docs/layers/slander.md.
 *
 * <p>That a member suspects its accuser is not shared. If it were, those who hear of it before they hear the accuser would take the
 * other side, and one wrong suspicion would cost the group both members; who can hear the accuser hears it from the accuser.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Slander extends Layer implements Down.Retire, Up.Suspect, Up.Local {
    private final long repeatNanos;

    /** What is shared: found out here, or heard from others. */
    private final BitSet shared = new BitSet();

    /** All that are suspected here: also accusers. */
    private final BitSet suspected = new BitSet();

    private boolean retired;
    private Timers.@Nullable Timer timer;

    private Counters.Counter adopted;
    private Counters.Counter accused;

    /**
     * A layer for one view.
     *
     * @param repeatNanos time after which suspicions are told again
     */
    public Slander(long repeatNanos) {
        if (repeatNanos < 1) {
            throw new IllegalArgumentException("time must be positive");
        }
        this.repeatNanos = repeatNanos;
    }

    @Override
    public String name() {
        return "slander";
    }

    @Override
    protected void start() {
        adopted = counter("adopted");
        accused = counter("accused");
    }

    /** What this layer itself passed down comes back in such a set; only what is new was found out below. */
    @Override
    public void suspectUp(BitSet ranks) {
        BitSet found = (BitSet) ranks.clone();
        found.andNot(suspected);
        add(found, true);
    }

    @Override
    public void localUp(int origin, Packet packet) {
        BitSet ranks = read(packet);
        if (ranks.get(origin)) {
            throw new MalformedException("suspects itself");
        }
        if (suspected.get(origin)) {
            // The word of a suspect counts for nothing.
            return;
        }
        if (ranks.get(context().rank())) {
            // The accuser will go on without this member. So does this member, without the accuser.
            accused.increment();
            ranks.clear();
            ranks.set(origin);
            add(ranks, false);
        } else {
            ranks.andNot(suspected);
            adopted.add(ranks.cardinality());
            add(ranks, true);
        }
    }

    private void add(BitSet found, boolean share) {
        if (found.isEmpty()) {
            return;
        }
        suspected.or(found);
        if (share) {
            shared.or(found);
            share();
        }
        failedBelow((BitSet) suspected.clone());
        suspectAbove((BitSet) suspected.clone());
    }

    private void share() {
        if (retired) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        tellAll(write());
        timer = after(repeatNanos, this::share);
    }

    /** One bit per rank, low bits first, as many bytes as the view needs. */
    private Packet write() {
        byte[] bits = new byte[bytes()];
        for (int rank = shared.nextSetBit(0); rank >= 0; rank = shared.nextSetBit(rank + 1)) {
            bits[rank >> 3] |= (byte) (1 << (rank & 7));
        }
        return Packet.of(bits);
    }

    private BitSet read(Packet packet) {
        if (packet.length() != bytes()) {
            throw new MalformedException("a set of the wrong length");
        }
        BitSet ranks = BitSet.valueOf(packet.toBytes());
        if (ranks.length() > context().size()) {
            throw new MalformedException("suspects nobody of this view");
        }
        return ranks;
    }

    private int bytes() {
        return (context().size() + 7) >> 3;
    }

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
