package dev.tutti.layer.sync;

import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Settlement;
import dev.tutti.kernel.Up;
import org.jspecify.annotations.Nullable;

/**
 * The end of a view, in one round (Keidar and Khazan): guards that nothing is sent after the block, and turns the cuts of those
 * members that come along into what each of them must still deliver. See docs/layers/sync.md.
 *
 * <p>The cuts themselves travel outside the view, since they also go to processes that are not in it (see the end-point in
 * {@code dev.tutti.runtime}).
 */
public final class Sync extends Layer implements Down.Cast, Down.Unordered, Down.Send, Down.Block, Down.Agree, Up.Cut {
    private boolean blocked;
    private @Nullable Cut cut;

    /** A layer for one view. */
    public Sync() {}

    @Override
    public String name() {
        return "sync";
    }

    @Override
    public void castDown(Packet packet) {
        check();
        castBelow(packet);
    }

    @Override
    public void unorderedDown(Packet packet) {
        check();
        unorderedBelow(packet);
    }

    @Override
    public void sendDown(int to, Packet packet) {
        check();
        sendBelow(to, packet);
    }

    private void check() {
        if (blocked) {
            throw new IllegalStateException("sent after the block");
        }
    }

    @Override
    public void blockDown() {
        blocked = true;
        blockBelow();
    }

    @Override
    public void cutUp(Cut mine) {
        cut = mine;
        cutAbove(mine);
    }

    @Override
    public void agreeDown(Cut[] cuts) {
        int me = context().rank();
        if (cut == null || cuts[me] == null) {
            throw new IllegalStateException("agreed without this member's own cut");
        }
        int size = context().size();
        long[] target = new long[size];
        long[] owed = new long[size];
        for (int rank = 0; rank < size; rank++) {
            Cut theirs = cuts[rank];
            if (theirs == null) {
                continue;
            }
            owed[rank] = theirs.sent()[me];
            for (int origin = 0; origin < size; origin++) {
                target[origin] = Math.max(target[origin], theirs.held()[origin]);
            }
        }
        settleBelow(new Settlement(target, early(cuts, target), cuts, owed));
    }

    /** What anybody has delivered beyond the target, all must. Bits of a cut count from its own end. */
    private static long[] early(Cut[] cuts, long[] target) {
        long[] early = new long[target.length];
        for (Cut cut : cuts) {
            for (int origin = 0; cut != null && origin < target.length; origin++) {
                long distance = target[origin] - cut.held()[origin];
                early[origin] |= distance < Cut.MAX_EARLY ? cut.early()[origin] >>> distance : 0;
            }
        }
        return early;
    }
}
