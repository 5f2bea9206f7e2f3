package dev.tutti.sim.diagram;

import dev.tutti.Message;
import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.TraceEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Casts and sends as arrows from where they were made to where they were handed to an application. */
final class Messages {
    /** A page with more of them can neither be drawn in time nor read. */
    static final int MAX_ARROWS = 30_000;

    private static final double MARK = 4;

    private final TimeScale scale;
    private final Lanes lanes;
    private final Map<String, Entry> origins = new HashMap<>();
    private int arrows;
    private int leftOut;

    Messages(TimeScale scale, Lanes lanes) {
        this.scale = scale;
        this.lanes = lanes;
    }

    void draw(Svg svg, List<Entry> entries) {
        svg.open("g", "class", "messages");
        for (Entry entry : entries) {
            switch (entry.event()) {
                case TraceEvent.Cast cast -> origin(svg, entry, cast.message(), "casts " + cast.message());
                case TraceEvent.Sent sent ->
                    origin(svg, entry, sent.message(), "sends " + sent.message() + " to " + sent.to());
                case TraceEvent.Delivered delivered -> arrow(svg, entry, delivered);
                default -> {}
            }
        }
        svg.close("g");
    }

    int leftOut() {
        return leftOut;
    }

    private void origin(Svg svg, Entry entry, String message, String what) {
        origins.put(message, entry);
        svg.addTitled(
                entry.process() + " " + what + " at " + Diagram.time(entry.timeNanos()),
                "circle",
                "class",
                "origin",
                "cx",
                scale.x(entry.timeNanos()),
                "cy",
                lanes.y(entry.process()),
                "r",
                MARK,
                "fill",
                lanes.colour(entry.process()),
                "data-message",
                message);
    }

    private void arrow(Svg svg, Entry entry, TraceEvent.Delivered delivered) {
        if (++arrows > MAX_ARROWS) {
            leftOut++;
            return;
        }
        Entry origin = origins.get(delivered.message());
        double x = scale.x(entry.timeNanos());
        double y = lanes.y(entry.process());
        String colour = lanes.colour(origin == null ? entry.process() : origin.process());
        boolean send = delivered.kind() == Message.Kind.SEND;
        svg.open("g", "class", send ? "message send" : "message", "data-message", delivered.message());
        if (origin != null && !Lanes.node(origin.process()).equals(Lanes.node(entry.process()))) {
            double fromY = lanes.y(origin.process());
            svg.add(
                    "line",
                    "x1",
                    scale.x(origin.timeNanos()),
                    "y1",
                    fromY,
                    "x2",
                    x,
                    "y2",
                    y + Math.signum(fromY - y) * MARK,
                    "stroke",
                    colour);
        }
        svg.addTitled(
                entry.process() + " is handed " + delivered.message() + " of " + delivered.from() + " at "
                        + Diagram.time(entry.timeNanos()),
                "path",
                "class",
                "delivery",
                "d",
                String.format(Locale.ROOT, "M%.1f %.1f l%.1f %.1f l%.1f 0 z", x, y, -MARK, -2 * MARK, 2 * MARK),
                "fill",
                colour);
        svg.close("g");
    }
}
