package dev.tutti.runtime;

import java.util.LinkedHashSet;

/** Connection ids of the views that this node took part in last and has left, by which stale frames are told from those of others. */
final class EndedViews {
    private static final int MAX_VIEWS = 1_024;

    private final LinkedHashSet<Long> ids = new LinkedHashSet<>();

    void add(long connection) {
        ids.addLast(connection);
        if (ids.size() > MAX_VIEWS) {
            ids.removeFirst();
        }
    }

    /** The view is here: a member may begin one anew that it has left. */
    void remove(long connection) {
        ids.remove(connection);
    }

    boolean contains(long connection) {
        return ids.contains(connection);
    }
}
