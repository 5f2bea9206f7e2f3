package dev.tutti.sim.diagram;

import dev.tutti.sim.check.Violation;
import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.TraceEvent;
import java.util.List;
import java.util.Locale;

/** What happens to a process at one moment, what was done to the run, and what must not have happened. */
final class Marks {
    private static final double SIZE = 6;
    private static final int CAPTION_ROWS = 4;
    private static final double CAPTION_ROW = 13;

    private final TimeScale scale;
    private final Lanes lanes;

    Marks(TimeScale scale, Lanes lanes) {
        this.scale = scale;
        this.lanes = lanes;
    }

    void drawEvents(Svg svg, List<Entry> entries) {
        svg.open("g", "class", "marks");
        for (Entry entry : entries) {
            double x = scale.x(entry.timeNanos());
            double y = lanes.y(entry.process());
            String at = " at " + Diagram.time(entry.timeNanos());
            switch (entry.event()) {
                case TraceEvent.Started started ->
                    svg.addTitled(entry.process() + " starts" + at, "path", "class", "start", "d", triangle(x, y));
                case TraceEvent.Crashed crashed ->
                    svg.addTitled(entry.process() + " crashes" + at, "path", "class", "crash", "d", cross(x, y));
                case TraceEvent.Leaving leaving ->
                    svg.addTitled(
                            entry.process() + " begins to leave" + at,
                            "circle",
                            "class",
                            "leaving",
                            "cx",
                            x,
                            "cy",
                            y,
                            "r",
                            SIZE);
                case TraceEvent.Departed departed ->
                    svg.addTitled(
                            entry.process() + " is out (" + departed.reason() + ")" + at,
                            "circle",
                            "class",
                            "left",
                            "cx",
                            x,
                            "cy",
                            y,
                            "r",
                            SIZE);
                case TraceEvent.Saved saved ->
                    state(svg, entry, "writes its state of " + saved.content().count());
                case TraceEvent.Loaded loaded ->
                    state(svg, entry, "reads a state of " + loaded.content().count());
                case TraceEvent.Merged merged ->
                    state(svg, entry, "merges a state of " + merged.content().count());
                case TraceEvent.StateReceived received ->
                    state(svg, entry, "has the whole state, from " + received.from());
                default -> {}
            }
        }
        svg.close("g");
    }

    private void state(Svg svg, Entry entry, String what) {
        svg.addTitled(
                entry.process() + " " + what + " at " + Diagram.time(entry.timeNanos()),
                "rect",
                "class",
                "state",
                "x",
                scale.x(entry.timeNanos()) - SIZE / 2,
                "y",
                lanes.y(entry.process()) + SIZE,
                "width",
                SIZE,
                "height",
                SIZE);
    }

    void drawCaptions(Svg svg, List<Caption> captions) {
        svg.open("g", "class", "captions");
        int row = 0;
        for (Caption caption : captions) {
            double x = scale.x(caption.timeNanos());
            double y = 14 + row * CAPTION_ROW;
            row = (row + 1) % CAPTION_ROWS;
            svg.add("line", "x1", x, "y1", y, "x2", x, "y2", lanes.bottom() + 30);
            svg.text(x + 3, y, "caption", caption.text());
        }
        svg.close("g");
    }

    void drawViolations(Svg svg, List<Violation> violations) {
        svg.open("g", "class", "violations");
        int number = 0;
        for (Violation violation : violations) {
            number++;
            boolean known = lanes.has(Lanes.node(violation.process()));
            double x = scale.x(violation.timeNanos());
            double y = known ? lanes.y(violation.process()) : Lanes.TOP - 30;
            svg.open("g", "id", "violation" + number);
            svg.addTitled(violation.toString(), "circle", "cx", x, "cy", y, "r", 3 * SIZE);
            svg.text(x + 3 * SIZE + 2, y - 2 * SIZE, "violation", violation.predicate());
            svg.close("g");
        }
        svg.close("g");
    }

    private static String triangle(double x, double y) {
        return String.format(Locale.ROOT, "M%.1f %.1f l0 %.1f l%.1f %.1f z", x, y - SIZE, 2 * SIZE, SIZE * 1.5, -SIZE);
    }

    private static String cross(double x, double y) {
        return String.format(
                Locale.ROOT,
                "M%.1f %.1f l%.1f %.1f m0 %.1f l%.1f %.1f",
                x - SIZE,
                y - SIZE,
                2 * SIZE,
                2 * SIZE,
                -2 * SIZE,
                -2 * SIZE,
                2 * SIZE);
    }
}
