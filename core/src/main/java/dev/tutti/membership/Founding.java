package dev.tutti.membership;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a member may found the group, and on what. Never while somebody belongs to a line, nor after this member has: that is the group
 * to join, however long it takes.
 */
final class Founding {
    /** How long a group that was heard of keeps a member from founding another one. */
    private static final long GROUP_MEMORY_NANOS = 60_000_000_000L;

    /** How often all seeds must have been asked, however much time has passed. */
    private static final int MIN_LOOKS = 4;

    private final long firstId;
    private final MembershipOptions options;
    private final Outside outside;
    private final Neighbours neighbours;
    private final Set<Address> lookedAt = new HashSet<>();
    private int looks;
    private long sinceNanos;
    private @Nullable Long groupHeardNanos;

    Founding(Endpoint first, MembershipOptions options, Outside outside, Neighbours neighbours) {
        this.firstId = first.id();
        this.options = options;
        this.outside = outside;
        this.neighbours = neighbours;
    }

    /** A leader without a group has asked all seeds that are known. Looking begins anew when there are more of them than before. */
    void looked() {
        if (lookedAt.addAll(outside.seeds()) || looks == 0) {
            sinceNanos = now();
            looks = 0;
        }
        looks++;
    }

    /** Time alone proves nothing: a process that has just begun may be too busy to ask, or to hear the answer. */
    private boolean hasLooked() {
        return looks >= MIN_LOOKS && now() - sinceNanos >= options.foundAfterNanos();
    }

    private boolean isEverySeed(Endpoint self) {
        return !outside.announces()
                && outside.seedsComplete()
                && outside.seeds().stream().allMatch(seed -> self.equals(neighbours.at(seed)));
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
            return isEverySeed(self) || hasLooked();
        }
        return !seeds.isEmpty()
                && outside.seedsComplete()
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
