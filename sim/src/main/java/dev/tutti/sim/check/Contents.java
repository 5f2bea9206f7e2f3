package dev.tutti.sim.check;

import dev.tutti.sim.trace.Content;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the applications' states are made of, worked out from the deliveries, and from the states that were handed on: each of these must
 * be one that another member wrote in the same view.
 */
final class Contents {
    /** Something that does not fit. */
    record Problem(Period at, String text) {}

    /** A state as it was written. */
    private record Snapshot(Period of, Content content, BitSet messages) {}

    private final History history;
    private final Map<Period, BitSet> start = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    Contents(History history) {
        this.history = history;
        history.byView().values().forEach(this::enter);
    }

    /** Follows the states through one view, each as far as it can be followed; what waits for another is tried again. */
    private void enter(List<Period> installed) {
        Map<Period, Integer> done = new HashMap<>();
        List<Snapshot> written = new ArrayList<>();
        for (Period period : installed) {
            Period before = period.before();
            start.put(period, before == null ? new BitSet() : end(before));
        }
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Period period : installed) {
                int from = done.getOrDefault(period, 0);
                int to = follow(period, from, written);
                done.put(period, to);
                progress |= to > from;
            }
        }
        for (Period period : installed) {
            int at = done.getOrDefault(period, 0);
            if (at < period.stateSteps().size()) {
                problems.add(new Problem(
                        period,
                        "gets a state of "
                                + period.stateSteps().get(at).content().count()
                                + " messages, which no member had at view " + period.id()));
            }
        }
    }

    private int follow(Period period, int from, List<Snapshot> written) {
        BitSet content = start(period);
        int at = from;
        for (StateStep step :
                period.stateSteps().subList(from, period.stateSteps().size())) {
            Snapshot snapshot = find(step.content(), period, written);
            switch (step.kind()) {
                case SAVED -> {
                    if (!step.content().equals(digest(content))) {
                        problems.add(new Problem(
                                period,
                                "hands on a state of " + step.content().count() + " messages at view " + period.id()
                                        + ", where it has " + content.cardinality()));
                    }
                    written.add(new Snapshot(period, step.content(), (BitSet) content.clone()));
                }
                case LOADED -> {
                    if (snapshot == null) {
                        return at;
                    }
                    content.clear();
                    content.or(snapshot.messages());
                }
                case MERGED -> {
                    if (snapshot == null) {
                        return at;
                    }
                    content.or(snapshot.messages());
                }
            }
            at++;
        }
        return at;
    }

    private static @Nullable Snapshot find(Content content, Period receiver, List<Snapshot> written) {
        return written.stream()
                .filter(snapshot ->
                        !snapshot.of().equals(receiver) && snapshot.content().equals(content))
                .findFirst()
                .orElse(null);
    }

    /** What does not fit. */
    List<Problem> problems() {
        return problems;
    }

    /** What a member's state was made of before the first message of a view was delivered, states received included. */
    BitSet start(Period period) {
        return start.computeIfAbsent(period, p -> new BitSet());
    }

    /** What it was made of when its member left a view, or at the end of the run. */
    BitSet end(Period period) {
        BitSet content = (BitSet) start(period).clone();
        content.or(period.delivered());
        return content;
    }

    private Content digest(BitSet messages) {
        Content content = Content.EMPTY;
        for (int index = messages.nextSetBit(0); index >= 0; index = messages.nextSetBit(index + 1)) {
            content = content.plus(history.messages().get(index).id());
        }
        return content;
    }
}
