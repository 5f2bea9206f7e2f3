package dev.tutti.sim;

import dev.tutti.sim.trace.TraceEvent;

/** What an application is told, as a sign that the moment has come for a step that lies in wait. */
enum Sign {
    /** A change has begun. */
    CHANGE,
    /** There is a new view. */
    VIEW,
    /** Here is a message. */
    MESSAGE,
    /** All that it has cast so far is stable. */
    STABLE;

    /** Whether an event is this sign. */
    boolean shows(TraceEvent event) {
        return switch (this) {
            case CHANGE -> event instanceof TraceEvent.Blocked;
            case VIEW -> event instanceof TraceEvent.Viewed;
            case MESSAGE -> event instanceof TraceEvent.Delivered;
            case STABLE -> event instanceof TraceEvent.Stable;
        };
    }
}
