package dev.tutti.runtime;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the applications of other nodes may still have to consume of what this member sent them in views that are over. Each says what it
 * really is when the two meet again; until then this is the most that it can be. On the loop only.
 */
final class Outstanding {
    private static final int MAX_NODES = 1_024;

    /** In the order in which they were noted; only what is above zero. */
    private final Map<Address, Long> bytes = new LinkedHashMap<>();

    /** A view is over. */
    void note(List<Endpoint> members, long[] outstanding) {
        for (int rank = 0; rank < outstanding.length; rank++) {
            Address address = members.get(rank).address();
            bytes.remove(address);
            if (outstanding[rank] > 0) {
                bytes.put(address, outstanding[rank]);
            }
        }
        while (bytes.size() > MAX_NODES) {
            bytes.remove(bytes.keySet().iterator().next());
        }
    }

    /** What a view begins with. */
    long[] of(List<Endpoint> members) {
        return members.stream()
                .mapToLong(member -> bytes.getOrDefault(member.address(), 0L))
                .toArray();
    }
}
