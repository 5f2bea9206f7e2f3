package dev.tutti.sim.check;

import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.Member;
import dev.tutti.sim.trace.Promises;
import dev.tutti.sim.trace.Trace;
import dev.tutti.sim.trace.TraceEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a history of a trace, in two passes: first who sent what, then what came to whom, since the clocks of real processes may put a
 * delivery before its cast.
 */
final class HistoryReader {
    /** A process and one that it sends to. */
    private record Pair(Run from, Member to) {}

    private final History history = new History();
    private final Map<String, Origin> origins = new HashMap<>();
    private final Map<Pair, Integer> sendCounts = new HashMap<>();
    private final Map<Run, Integer> unorderedCounts = new HashMap<>();
    private final Map<Run, Integer> castsHere = new HashMap<>();
    private final Set<String> refused = new HashSet<>();

    History read(Trace trace) {
        for (Entry entry : trace.entries()) {
            if (entry.event() instanceof TraceEvent.Refused(String message)) {
                refused.add(message);
            }
        }
        trace.entries().forEach(this::originate);
        trace.entries().forEach(this::enter);
        return history;
    }

    private void originate(Entry entry) {
        Run run = history.run(entry.process());
        Period period = run.last();
        switch (entry.event()) {
            case TraceEvent.Started(Promises promises) -> run.asks(promises);
            case TraceEvent.Viewed view -> {
                history.add(new Period(run, run.periods().size(), entry.timeNanos(), view));
                castsHere.put(run, 0);
            }
            case TraceEvent.Delivered delivered -> {
                if (delivered.kind().isCast() && delivered.kind() != Message.Kind.UNORDERED) {
                    castsHere.merge(run, 1, Integer::sum);
                }
            }
            case TraceEvent.Blocked() -> {
                if (period != null) {
                    period.block();
                }
            }
            case TraceEvent.Cast(String message, Message.Kind kind) -> originate(entry, run, message, kind, null);
            case TraceEvent.Sent(Member to, String message) -> originate(entry, run, message, Message.Kind.SEND, to);
            case TraceEvent.Stable() -> run.stable();
            case TraceEvent.Switching(String properties) -> run.switching();
            case TraceEvent.Switched() -> run.switched();
            case TraceEvent.Leaving() -> run.leaving();
            case TraceEvent.Departed(Left.Reason reason) ->
                run.end(reason == Left.Reason.LEFT ? Run.End.LEFT : Run.End.OUT);
            case TraceEvent.Crashed() -> run.end(Run.End.CRASHED);
            default -> {
                // For the second pass.
            }
        }
    }

    private void originate(Entry entry, Run run, String id, Message.Kind kind, @Nullable Member to) {
        if (refused.contains(id)) {
            return;
        }
        Period period = run.last();
        boolean blocked = period != null && period.blocked();
        Origin origin = new Origin(
                id,
                kind,
                history.messages().size(),
                run,
                number(run, kind, to),
                period,
                castsHere.getOrDefault(run, 0),
                blocked,
                to);
        if (kind == Message.Kind.UNORDERED) {
            history.unordered().set(origin.index());
        }
        history.messages().add(origin);
        (to == null ? run.casts() : run.sends()).add(origin);
        if (origins.putIfAbsent(id, origin) != null) {
            disorder(entry, "two messages have the id " + id + ", which is the fault of whoever wrote the trace");
        }
    }

    private int number(Run run, Message.Kind kind, @Nullable Member to) {
        if (to != null) {
            return sendCounts.merge(new Pair(run, to), 1, Integer::sum);
        }
        int unordered = unorderedCounts.getOrDefault(run, 0);
        if (kind == Message.Kind.UNORDERED) {
            unorderedCounts.put(run, unordered + 1);
            return unordered + 1;
        }
        return run.casts().size() - unordered + 1;
    }

    private void enter(Entry entry) {
        Run run = history.run(entry.process());
        if (run.over()) {
            disorder(entry, "after its end came: " + entry);
        }
        Period present = run.present();
        switch (entry.event()) {
            case TraceEvent.Viewed view -> run.goOn();
            case TraceEvent.Departed departed -> run.finish();
            case TraceEvent.Crashed crashed -> run.finish();
            case TraceEvent.Delivered delivered -> {
                if (present == null) {
                    disorder(entry, "before its first view came: " + entry);
                } else {
                    deliver(entry, present, delivered);
                }
            }
            case TraceEvent.Blocked() -> {
                if (present != null) {
                    present.deliveredUnblocked();
                }
            }
            default -> {
                if (present != null) {
                    state(entry.event(), present);
                }
            }
        }
    }

    private void state(TraceEvent event, Period period) {
        StateStep step = switch (event) {
            case TraceEvent.Saved saved -> new StateStep(StateStep.Kind.SAVED, saved.content());
            case TraceEvent.Loaded loaded -> new StateStep(StateStep.Kind.LOADED, loaded.content());
            case TraceEvent.Merged merged -> new StateStep(StateStep.Kind.MERGED, merged.content());
            default -> null;
        };
        if (step != null) {
            history.noteState();
            period.add(step);
        }
    }

    private void deliver(Entry entry, Period period, TraceEvent.Delivered delivered) {
        Origin origin = origins.get(delivered.message());
        Delivery delivery = new Delivery(
                period, entry.timeNanos(), delivered.message(), origin, delivered.from(), delivered.kind());
        period.all().add(delivery);
        switch (delivered.kind()) {
            case SEND -> period.sends().add(delivery);
            case CAST, GBCAST -> period.casts().add(delivery);
            case UNORDERED -> {
                // Only among all.
            }
        }
        if (delivered.kind() != Message.Kind.SEND && origin != null) {
            period.delivered().set(origin.index());
        }
    }

    private void disorder(Entry entry, String text) {
        history.disorder().add(new Violation("ORDERLY", entry.timeNanos(), entry.process(), text));
    }
}
