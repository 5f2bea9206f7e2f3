package dev.tutti.sim.check;

import dev.tutti.sim.trace.Content;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the applications' states are made of, worked out from the deliveries, and from the states that were handed on. */
final class Contents {
    private final History history;
    private final Map<Period, BitSet> entry = new HashMap<>();
    private final Map<Period, BitSet> start = new HashMap<>();
    private final Map<Period, Content> digests = new HashMap<>();

    Contents(History history) {
        this.history = history;
        for (List<Period> installed : history.byView().values()) {
            installed.forEach(period -> entry.put(period, left(period)));
            installed.forEach(period -> start.put(period, begin(period, installed)));
        }
    }

    private BitSet left(Period period) {
        Period before = period.before();
        return before == null ? new BitSet() : end(before);
    }

    private BitSet begin(Period period, List<Period> installed) {
        BitSet content = (BitSet) entry(period).clone();
        for (Content loaded : period.loads()) {
            provider(loaded, period, installed).ifPresent(provider -> {
                content.clear();
                content.or(entry(provider));
            });
        }
        for (Content merged : period.merges()) {
            provider(merged, period, installed).ifPresent(provider -> content.or(entry(provider)));
        }
        return content;
    }

    /** Some other member of a view that entered it with this content. */
    Optional<Period> provider(Content content, Period receiver, List<Period> installed) {
        return installed.stream()
                .filter(period -> period != receiver && digest(period).equals(content))
                .findFirst();
    }

    /** What a state was made of when its member installed a view. */
    BitSet entry(Period period) {
        return entry.getOrDefault(period, new BitSet());
    }

    /** What it was made of before the first message of the view was delivered, states received included. */
    BitSet start(Period period) {
        return start.getOrDefault(period, new BitSet());
    }

    /** What it was made of when its member left a view, or at the end of the run. */
    BitSet end(Period period) {
        BitSet content = (BitSet) start(period).clone();
        content.or(period.delivered());
        return content;
    }

    /** {@link #entry} as it stands in traces. */
    Content digest(Period period) {
        return digests.computeIfAbsent(period, p -> digest(entry(p)));
    }

    Content digest(BitSet messages) {
        Content content = Content.EMPTY;
        for (int index = messages.nextSetBit(0); index >= 0; index = messages.nextSetBit(index + 1)) {
            content = content.plus(history.messages().get(index).id());
        }
        return content;
    }
}
