package dev.tutti.membership;

import dev.tutti.Endpoint;
import dev.tutti.ViewId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** A decision that not everybody is known to have received: it is repeated to those, for a time. */
final class Announcement {
    private final Proposal proposal;
    private final Set<Endpoint> unaware;
    private final long sinceNanos;
    private int repeats;

    Announcement(Proposal proposal, Set<Endpoint> unaware, long nowNanos) {
        this.proposal = proposal;
        this.unaware = new LinkedHashSet<>(unaware);
        this.sinceNanos = nowNanos;
    }

    /** Tells all who may not know it, or gives up if that has taken too long. */
    void repeat(long nowNanos, long patienceNanos, Consumer<Endpoint> tell) {
        if (nowNanos - sinceNanos > patienceNanos) {
            unaware.clear();
        }
        repeats++;
        unaware.forEach(tell);
    }

    /** Somebody knows of the view with this id. */
    void received(ViewId id, Endpoint by) {
        if (proposal.id().equals(id)) {
            unaware.remove(by);
        }
    }

    /** How often it was said again. */
    int repeats() {
        return repeats;
    }

    /** These are not told any more. */
    void forget(Collection<Endpoint> members) {
        unaware.removeAll(members);
    }

    Proposal proposal() {
        return proposal;
    }

    /** Whether nobody has to be told any more. */
    boolean isOver() {
        return unaware.isEmpty();
    }
}
