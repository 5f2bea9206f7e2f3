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
    /** The rest of a caption is read when it is pointed at. */
    private static final int CAPTION_LETTERS = 60;

    private static final double LETTER = 6.2;

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
                    svg.addTitled(entry.process() + " starts" + at, "path", "class", "start", "d", start(x, y));
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
                case TraceEvent.Switching wish ->
                    change(svg, entry.process() + " asks its group for " + wish.properties() + at, x, y);
                case TraceEvent.Switched over ->
                    change(svg, "the wish of " + entry.process() + " is over: granted, or refused" + at, x, y);
                default -> {}
            }
        }
        svg.close("g");
    }

    private static void change(Svg svg, String what, double x, double y) {
        svg.addTitled(what, "path", "class", "switch", "d", diamond(x, y));
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
        double[] ends = new double[CAPTION_ROWS];
        for (Caption caption : captions) {
            double x = scale.x(caption.timeNanos());
            String words = caption.text().length() <= CAPTION_LETTERS
                    ? caption.text()
                    : caption.text().substring(0, CAPTION_LETTERS) + "\u2026";
            int row = freest(ends, x);
            ends[row] = x + words.length() * LETTER;
            double y = 14 + row * CAPTION_ROW;
            svg.open("g");
            svg.addTitled(
                    caption.text() + " at " + Diagram.time(caption.timeNanos()),
                    "line",
                    "x1",
                    x,
                    "y1",
                    y,
                    "x2",
                    x,
                    "y2",
                    lanes.bottom() + 30);
            svg.text(x + 3, y, "caption", words);
            svg.close("g");
        }
        svg.close("g");
    }

    /** The first row that is free at this place; if none is, the one that is so first. */
    private static int freest(double[] ends, double x) {
        int best = 0;
        for (int row = 0; row < ends.length; row++) {
            if (ends[row] <= x) {
                return row;
            }
            if (ends[row] < ends[best]) {
                best = row;
            }
        }
        return best;
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

    static String start(double x, double y) {
        return String.format(Locale.ROOT, "M%.1f %.1f l0 %.1f l%.1f %.1f z", x, y - SIZE, 2 * SIZE, SIZE * 1.5, -SIZE);
    }

    static String diamond(double x, double y) {
        double half = SIZE + 1;
        return String.format(
                Locale.ROOT,
                "M%.1f %.1f l%.1f %.1f l%.1f %.1f l%.1f %.1f z",
                x,
                y - half,
                half,
                half,
                -half,
                half,
                -half,
                -half);
    }

    static String cross(double x, double y) {
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
