package dev.tutti.membership;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How parts of a group find each other: their leaders look at the seeds and at former members' addresses, and compare what they hear
 * with where they stand; the junior of two asks the senior to take its members in.
 */
final class Search {
    private static final long NOTICE_NANOS = 5_000_000_000L;

    /** How many leaders, of which others speak, are asked between two looks. */
    private static final int MAX_FOLLOWED = 64;

    private final MembershipOptions options;
    private final Outside outside;
    private final Neighbours neighbours;
    private final Set<Endpoint> followed = new HashSet<>();
    private long nextLookNanos;
    private long nextNoticeNanos;

    Search(MembershipOptions options, Outside outside, Neighbours neighbours) {
        this.options = options;
        this.outside = outside;
        this.neighbours = neighbours;
    }

    void started() {
        nextLookNanos = now();
        nextNoticeNanos = nextLookNanos + NOTICE_NANOS / 5;
    }

    /** A leader looks for other parts of its group, if it is time to. */
    void look(Standing me) {
        long now = now();
        if (now - nextLookNanos < 0) {
            return;
        }
        followed.clear();
        boolean hurried = !me.belongs() || me.isAlone();
        nextLookNanos = now + (me.belongs() ? options.probeNanos() : options.resendNanos());
        List<Endpoint> members = me.view().members();
        for (Address seed : outside.seeds()) {
            Endpoint there = neighbours.at(seed);
            if (there == null || hurried || !members.contains(there)) {
                ask(seed, me);
            }
        }
        for (Address address : neighbours.former()) {
            ask(address, me);
        }
        outside.announce(hello(me, null, "", false));
        if (!me.belongs() && now - nextNoticeNanos >= 0) {
            nextNoticeNanos = now + NOTICE_NANOS;
            outside.note(waiting(now));
        }
    }

    private void ask(Address address, Standing me) {
        outside.ask(address, hello(me, null, address.toString(), false));
    }

    private String waiting(long now) {
        List<Address> seeds = outside.seeds();
        List<Address> silent = neighbours.silent(seeds, now, options.changeTimeoutNanos());
        return "waiting for the group: " + (seeds.size() - silent.size()) + " of " + seeds.size() + " seeds answer"
                + (silent.isEmpty() ? "" : ", not " + silent)
                + (outside.seedsComplete() ? "" : ", and some names of seeds are not known yet")
                + "; it is founded by a majority of the seeds, or by a node that was told to";
    }

    /**
     * What a member says of itself.
     *
     * @param me where it stands
     * @param to whom it says so; null if it does not know
     * @param probe the address that is asked, or was; empty if none
     * @param answer whether it was asked
     * @return the message
     */
    Control.Hello hello(Standing me, @Nullable Endpoint to, String probe, boolean answer) {
        return new Control.Hello(
                me.self(),
                me.leader(),
                me.view().id(),
                me.view().seats().size(),
                me.lineage().id(),
                me.lineage().last(),
                neighbours.seedRank(outside.seeds(), me.leader()),
                to != null && me.view().members().contains(to),
                options.spec(),
                me.view().agreement(),
                probe,
                answer);
    }

    /**
     * Whether to ask a leader of whom another member speaks: once between two looks. Members that take each other for the leader would have this
     * one asked to and fro without end.
     */
    boolean follows(Endpoint leader) {
        return followed.size() < MAX_FOLLOWED && followed.add(leader);
    }

    /** Notes at which of the seeds somebody has answered. */
    void answered(Control.Hello hello) {
        for (Address seed : outside.seeds()) {
            if (seed.toString().equals(hello.probe())) {
                neighbours.answered(seed, hello.from(), now());
            }
        }
    }

    /** Whether another leader is to take this one in, rather than the other way round. Both come to the same answer. */
    boolean isSenior(Control.Hello other, Standing me) {
        if ((other.line() != 0) != me.belongs()) {
            return other.line() != 0;
        }
        // Of one line, the later primary view; of two lines, the one that was ever confirmed.
        Lineage mine = me.lineage();
        int byPrimary = other.line() == mine.id()
                ? other.primary().compareTo(mine.last())
                : Boolean.compare(other.primary().number() != 0, mine.last().number() != 0);
        if (byPrimary != 0) {
            return byPrimary > 0;
        }
        int mySeedRank = neighbours.seedRank(outside.seeds(), me.self());
        if (!me.belongs() && other.seedRank() != mySeedRank) {
            return other.seedRank() < mySeedRank;
        }
        int bySize = Integer.compare(other.size(), me.view().seats().size());
        return (bySize != 0 && me.belongs())
                ? bySize > 0
                : other.from().id() < me.self().id();
    }

    private long now() {
        return outside.clock().nanoTime();
    }
}
