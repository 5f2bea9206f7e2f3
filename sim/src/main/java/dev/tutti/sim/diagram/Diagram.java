package dev.tutti.sim.diagram;

import dev.tutti.sim.check.Violation;
import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A space-time diagram of a run, after Lamport: time runs to the right, each node has a line, views are bands on it, messages are arrows.
 *
 * @param title of the page
 * @param trace what the members saw
 * @param violations what must not have happened
 * @param transits what passed on the network; may be empty
 * @param captions what was done to the run; may be empty
 */
public record Diagram(
        String title, Trace trace, List<Violation> violations, List<Transit> transits, List<Caption> captions) {
    private static final double LEFT = 90;
    private static final double RIGHT = 140;
    private static final double BELOW = 70;
    private static final double TICKS_APART = 95;

    /** Copies the lists. */
    public Diagram {
        violations = List.copyOf(violations);
        transits = List.copyOf(transits);
        captions = List.copyOf(captions);
    }

    /**
     * The picture alone, for any viewer: with its title, what was violated, and what the signs mean. Of the frames it shows those of changes
     * and those with casts or sends that were lost; all others would hide the rest, and a picture has no means to choose.
     *
     * @return a document of SVG
     */
    public String svg() {
        List<Transit> shown = transits.stream().filter(Diagram::isForThePicture).toList();
        Drawing drawing = draw(shown);
        List<String> remarks = new ArrayList<>(drawing.remarks());
        if (shown.size() < transits.size()) {
            remarks.addFirst((transits.size() - shown.size())
                    + " frames with probes, or with data that arrived, are not drawn; a page has them.");
        }
        Heading heading = new Heading(title, violations, remarks);
        double width = Math.max(drawing.width(), Heading.WIDTH);
        double height = heading.height() + drawing.height();
        Svg svg = new Svg();
        open(svg, width, height);
        heading.draw(svg);
        svg.open("g", "transform", String.format(Locale.ROOT, "translate(0 %.1f)", heading.height()));
        svg.written(drawing.parts()).close("g").close("svg");
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + svg + "\n";
    }

    /**
     * A page that needs nothing else: the picture, what was violated, and means to zoom and to choose what is shown.
     *
     * @return a document of HTML
     */
    public String html() {
        Drawing drawing = draw(transits);
        Svg svg = new Svg();
        open(svg, drawing.width(), drawing.height());
        svg.written(drawing.parts()).close("svg");
        Svg legend = new Svg();
        open(legend, Heading.WIDTH, Legend.HEIGHT);
        Legend.draw(legend, 0, 0);
        legend.close("svg");
        return Page.of(title, violations, drawing.remarks(), legend.toString(), svg.toString());
    }

    /** What was drawn, and what a reader must know about it. */
    private record Drawing(String parts, double width, double height, List<String> remarks) {}

    private static boolean isForThePicture(Transit transit) {
        return switch (transit.kind()) {
            case SYNC, CHANGE -> true;
            case DATA -> !transit.arrived();
            case PROBE -> false;
        };
    }

    private static void open(Svg svg, double width, double height) {
        svg.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "width",
                width,
                "height",
                height,
                "viewBox",
                String.format(Locale.ROOT, "0 0 %.1f %.1f", width, height));
        svg.open("style").written(Page.style()).close("style");
    }

    private Drawing draw(List<Transit> shown) {
        List<Entry> entries = trace.entries();
        Lanes lanes = new Lanes(entries);
        TimeScale scale = new TimeScale(moments(entries), LEFT);
        Messages messages = new Messages(scale, lanes);
        Traffic traffic = new Traffic(scale, lanes);
        Marks marks = new Marks(scale, lanes);
        Svg svg = new Svg();
        drawLanes(svg, lanes, scale);
        new ViewBands(scale, lanes).draw(svg, entries);
        marks.drawCaptions(svg, captions);
        traffic.draw(svg, shown);
        messages.draw(svg, entries);
        marks.drawEvents(svg, entries);
        marks.drawViolations(svg, violations);
        return new Drawing(
                svg.toString(),
                scale.end() + RIGHT,
                lanes.bottom() + BELOW,
                remarks(messages.leftOut(), traffic.leftOut()));
    }

    private LongStream moments(List<Entry> entries) {
        return Stream.of(
                        entries.stream().mapToLong(Entry::timeNanos),
                        captions.stream().mapToLong(Caption::timeNanos),
                        violations.stream().mapToLong(Violation::timeNanos),
                        transits.stream()
                                .filter(Diagram::isOfAChange)
                                .flatMapToLong(transit -> LongStream.of(transit.sentNanos(), transit.endNanos())))
                .flatMapToLong(moments -> moments);
    }

    /** These are what a change is made of, so they get room; the others would push everything apart. */
    private static boolean isOfAChange(Transit transit) {
        return transit.kind() == Transit.Kind.SYNC || transit.kind() == Transit.Kind.CHANGE;
    }

    private static void drawLanes(Svg svg, Lanes lanes, TimeScale scale) {
        svg.open("g", "class", "lanes");
        for (String name : lanes.names()) {
            double y = lanes.y(name);
            svg.open("text", "x", 10, "y", y + 4, "class", "node", "fill", lanes.colour(name));
            svg.words(name).close("text");
            svg.add("line", "x1", LEFT - 20, "y1", y, "x2", scale.end() + 20, "y2", y);
        }
        double bottom = lanes.bottom() + 50;
        for (long tick : scale.ticks(TICKS_APART)) {
            double x = scale.x(tick);
            svg.add("line", "class", "tick", "x1", x, "y1", bottom - 18, "x2", x, "y2", bottom - 12);
            svg.text(x, bottom, "time", time(tick));
        }
        svg.close("g");
    }

    private static List<String> remarks(int arrows, int lines) {
        return Stream.of(
                        arrows == 0 ? "" : arrows + " further deliveries are not drawn.",
                        lines == 0 ? "" : lines + " further frames are not drawn.",
                        "Distances grow with the logarithm of the time between two things that happen.")
                .filter(remark -> !remark.isEmpty())
                .toList();
    }

    /** For people. */
    static String time(long nanos) {
        return String.format(Locale.ROOT, "%.3f ms", nanos / 1e6);
    }
}
