package dev.tutti.runtime;

import dev.tutti.Endpoint;
import dev.tutti.membership.Control;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sync messages by sender and by the sender's id of the change, so that a view gets exactly those that it names: the latest one of a
 * sender may belong to a change that this view does not know of.
 */
final class Syncs {
    /** A member moves on to the next change before everybody has used its last sync message, but not many changes before. */
    private static final int KEPT_PER_MEMBER = 4;

    private record Own(Control.Sync sync, Collection<Endpoint> covers) {}

    private final Map<Endpoint, Deque<Control.Sync>> received = new HashMap<>();
    private final Deque<Own> own = new ArrayDeque<>();

    void add(Control.Sync sync) {
        Deque<Control.Sync> kept = received.computeIfAbsent(sync.from(), ignored -> new ArrayDeque<>());
        if (kept.stream().noneMatch(known -> known.change() == sync.change())) {
            kept.addLast(sync);
            if (kept.size() > KEPT_PER_MEMBER) {
                kept.removeFirst();
            }
        }
    }

    Control.@Nullable Sync find(Endpoint from, long change) {
        Deque<Control.Sync> kept = received.getOrDefault(from, new ArrayDeque<>());
        return kept.stream().filter(sync -> sync.change() == change).findFirst().orElse(null);
    }

    void keepOnly(Collection<Endpoint> members) {
        received.keySet().retainAll(members);
    }

    /** Notes what this member itself tells, and the members of the view that it speaks of. */
    void own(Control.Sync sync, Collection<Endpoint> covers) {
        own.addLast(new Own(sync, covers));
        if (own.size() > KEPT_PER_MEMBER) {
            own.removeFirst();
        }
    }

    /** What to tell a member about a change: all of it to members of that view, to others only that this member is elsewhere. */
    Control.@Nullable Sync ownFor(Endpoint member, long change) {
        for (Own told : own) {
            Control.Sync sync = told.sync();
            if (sync.change() == change) {
                return told.covers().contains(member)
                        ? sync
                        : new Control.Sync(sync.from(), sync.change(), sync.view(), null);
            }
        }
        return null;
    }
}
