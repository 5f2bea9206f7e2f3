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
                case TraceEvent.Cast cast ->
                    origin(svg, entry, cast.message(), cast.kind(), verb(cast.kind()) + " " + cast.message());
                case TraceEvent.Sent sent ->
                    origin(
                            svg,
                            entry,
                            sent.message(),
                            Message.Kind.SEND,
                            verb(Message.Kind.SEND) + " " + sent.message() + " to " + sent.to());
                case TraceEvent.Delivered delivered -> arrow(svg, entry, delivered);
                default -> {}
            }
        }
        svg.close("g");
    }

    int leftOut() {
        return leftOut;
    }

    /** The style of a message; the same word stands in the style sheet. */
    static String style(Message.Kind kind) {
        return "message " + kind.name().toLowerCase(Locale.ROOT);
    }

    private static String verb(Message.Kind kind) {
        return switch (kind) {
            case CAST -> "casts";
            case UNORDERED -> "casts, so that it may overtake others,";
            case GBCAST -> "casts, in order with everything (gbcast),";
            case SEND -> "sends";
        };
    }

    private static String noun(Message.Kind kind) {
        return switch (kind) {
            case CAST -> "cast";
            case UNORDERED -> "unordered cast";
            case GBCAST -> "gbcast";
            case SEND -> "send";
        };
    }

    private void origin(Svg svg, Entry entry, String message, Message.Kind kind, String what) {
        origins.put(message, entry);
        svg.open("g", "class", style(kind), "data-message", message);
        origin(
                svg,
                entry.process() + " " + what + " at " + Diagram.time(entry.timeNanos()),
                kind,
                scale.x(entry.timeNanos()),
                lanes.y(entry.process()),
                lanes.colour(entry.process()));
        svg.close("g");
    }

    /** Where a message was made: a dot, hollow if it was unordered; a square for one in order with everything. */
    static void origin(Svg svg, String title, Message.Kind kind, double x, double y, String colour) {
        if (kind == Message.Kind.GBCAST) {
            double half = MARK + 1;
            svg.addTitled(
                    title, "rect", "class", "origin", "x", x - half, "y", y - half, "width", 2 * half, "height",
                    2 * half, "fill", colour);
            return;
        }
        boolean hollow = kind == Message.Kind.UNORDERED;
        svg.addTitled(
                title,
                "circle",
                "class",
                "origin",
                "cx",
                x,
                "cy",
                y,
                "r",
                MARK,
                "fill",
                hollow ? "#fff" : colour,
                "stroke",
                colour);
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
        svg.open("g", "class", style(delivered.kind()), "data-message", delivered.message());
        if (origin != null && !Lanes.node(origin.process()).equals(Lanes.node(entry.process()))) {
            double fromY = lanes.y(origin.process());
            line(svg, scale.x(origin.timeNanos()), fromY, x, y + Math.signum(fromY - y) * MARK, colour);
        }
        delivery(
                svg,
                entry.process() + " is handed " + delivered.message() + ", " + noun(delivered.kind()) + " of "
                        + delivered.from() + ", at " + Diagram.time(entry.timeNanos()),
                x,
                y,
                colour);
        svg.close("g");
    }

    static void line(Svg svg, double x1, double y1, double x2, double y2, String colour) {
        svg.add("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "stroke", colour);
    }

    /** Where a message was handed to an application: a triangle that stands on its tip, at the moment. */
    static void delivery(Svg svg, String title, double x, double y, String colour) {
        svg.addTitled(
                title,
                "path",
                "class",
                "delivery",
                "d",
                String.format(Locale.ROOT, "M%.1f %.1f l%.1f %.1f l%.1f 0 z", x, y, -MARK, -2 * MARK, 2 * MARK),
                "fill",
                colour);
    }
}
