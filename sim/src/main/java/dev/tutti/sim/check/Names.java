package dev.tutti.sim.check;

import java.util.BitSet;
import java.util.stream.Collectors;

/** Names the messages of a set, as many as a reader can take in. */
final class Names {
    private static final int MAX_SHOWN = 5;

    private Names() {}

    static String of(History history, BitSet messages) {
        if (messages.isEmpty()) {
            return "nothing";
        }
        String shown = messages.stream()
                .limit(MAX_SHOWN)
                .mapToObj(index -> history.messages().get(index).id())
                .collect(Collectors.joining(", "));
        int more = messages.cardinality() - MAX_SHOWN;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }
}
