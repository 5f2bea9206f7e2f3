package dev.tutti.membership;

import dev.tutti.Endpoint;
import dev.tutti.ViewId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A leader's change under way: whom it was proposed to, and who has accepted. */
final class Round {
    private final ViewId id;
    private final long startedNanos;
    private final Map<Endpoint, Control.Accept> accepts = new LinkedHashMap<>();
    private final List<Endpoint> set;

    Round(ViewId id, List<Endpoint> set, long nowNanos) {
        this.id = id;
        this.set = new ArrayList<>(set);
        this.startedNanos = nowNanos;
    }

    ViewId id() {
        return id;
    }

    long startedNanos() {
        return startedNanos;
    }

    /** Those still in it, in the order of the future ranks. */
    List<Endpoint> set() {
        return List.copyOf(set);
    }

    void accept(Control.Accept accept) {
        if (set.contains(accept.from())) {
            accepts.put(accept.from(), accept);
        }
    }

    /** Goes on without some: a set may shrink without a new start. */
    void drop(Collection<Endpoint> gone) {
        set.removeAll(gone);
        accepts.keySet().removeAll(gone);
    }

    List<Endpoint> missing() {
        return set.stream().filter(member -> !accepts.containsKey(member)).toList();
    }

    /** The acceptances of those still in it, by future rank; all of them, once nobody is missing. */
    List<Control.Accept> accepts() {
        List<Control.Accept> byRank = new ArrayList<>();
        for (Endpoint member : set) {
            Control.Accept accept = accepts.get(member);
            if (accept != null) {
                byRank.add(accept);
            }
        }
        return byRank;
    }
}
