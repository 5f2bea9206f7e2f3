package dev.tutti.sim.check;

import dev.tutti.ViewId;
import dev.tutti.sim.trace.Member;
import dev.tutti.sim.trace.Trace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A trace put in order: runs of processes, the views they went through, and what came to them in each. */
final class History {
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Map<ViewId, List<Period>> byView = new TreeMap<>();
    private final Map<Member, Run> byMember = new HashMap<>();
    private final List<Origin> messages = new ArrayList<>();
    private final BitSet unordered = new BitSet();
    private final List<Violation> disorder = new ArrayList<>();
    private boolean stateful;
    private @Nullable Sharing sharing;
    private @Nullable Contents contents;
    private @Nullable DeliveryViews deliveryViews;

    History() {}

    static History of(Trace trace) {
        return new HistoryReader().read(trace);
    }

    /** All processes, in the order in which they show up. */
    Collection<Run> runs() {
        return runs.values();
    }

    /** The members of each view, as far as they installed it, by view id. */
    Map<ViewId, List<Period>> byView() {
        return byView;
    }

    /** All messages, by index. */
    List<Origin> messages() {
        return messages;
    }

    /** Indexes of the casts that may overtake others. */
    BitSet unordered() {
        return unordered;
    }

    /** What cannot even be put in order. */
    List<Violation> disorder() {
        return disorder;
    }

    /** Whether state was handed on. */
    boolean stateful() {
        return stateful;
    }

    /** Who shares the state with whom; worked out when somebody asks for the first time, as are the other two. */
    Sharing sharing() {
        if (sharing == null) {
            sharing = new Sharing(this);
        }
        return sharing;
    }

    /** What the states are made of. */
    Contents contents() {
        if (contents == null) {
            contents = new Contents(this);
        }
        return contents;
    }

    /** In which view each message was delivered. */
    DeliveryViews deliveryViews() {
        if (deliveryViews == null) {
            deliveryViews = new DeliveryViews(this);
        }
        return deliveryViews;
    }

    void noteState() {
        stateful = true;
    }

    Run run(String label) {
        return runs.computeIfAbsent(label, Run::new);
    }

    /** The process that is, or was, a member; null if it never had a view. */
    @Nullable Run run(Member member) {
        return byMember.get(member);
    }

    /** What a member of a view went through in it; null if it did not install it. */
    @Nullable Period period(ViewId view, Member member) {
        for (Period period : byView.getOrDefault(view, List.of())) {
            if (period.self().equals(member)) {
                return period;
            }
        }
        return null;
    }

    void add(Period period) {
        period.run().periods().add(period);
        byView.computeIfAbsent(period.id(), id -> new ArrayList<>()).add(period);
        byMember.putIfAbsent(period.self(), period.run());
    }
}
