package dev.tutti.membership;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a member may found the group, and on what. Never while somebody belongs to a line, nor after this member has: that is the group
 * to join, however long it takes.
 */
final class Founding {
    /** How long a group that was heard of keeps a member from founding another one. */
    private static final long GROUP_MEMORY_NANOS = 60_000_000_000L;

    private final long firstId;
    private final MembershipOptions options;
    private final Outside outside;
    private final Neighbours neighbours;
    private long startedNanos;
    private @Nullable Long groupHeardNanos;

    Founding(Endpoint first, MembershipOptions options, Outside outside, Neighbours neighbours) {
        this.firstId = first.id();
        this.options = options;
        this.outside = outside;
        this.neighbours = neighbours;
    }

    void started() {
        startedNanos = now();
    }

    /** Somebody belongs to a line. */
    void groupHeard() {
        groupHeardNanos = now();
    }

    /** Whether an endpoint is the one that its process began with, and not one that the group went on without and that came back. */
    boolean isFirst(Endpoint self) {
        return self.id() == firstId;
    }

    /** Whether these members, led by this one, may found the group. */
    boolean may(Endpoint self, Collection<Endpoint> members) {
        List<Address> seeds = outside.seeds();
        if (!isFirst(self) || (groupHeardNanos != null && now() - groupHeardNanos < GROUP_MEMORY_NANOS)) {
            return false;
        }
        if (options.found()) {
            boolean asked = now() - startedNanos >= 4 * options.resendNanos();
            return asked || seeds.stream().allMatch(seed -> self.equals(neighbours.at(seed)));
        }
        return !seeds.isEmpty()
                && 2 * neighbours.bootstrap(seeds, members).members().size() > seeds.size();
    }

    /** The line that they found: its first view needs a majority of the seeds, or the one that was told to found. */
    Lineage line(Endpoint self, Collection<Endpoint> members) {
        Quorum founders =
                options.found() ? Quorum.of(List.of(self.id())) : neighbours.bootstrap(outside.seeds(), members);
        return new Lineage(self.id(), Lineage.NONE.last(), founders, List.of());
    }

    private long now() {
        return outside.clock().nanoTime();
    }
}
