package dev.tutti.sim.diagram;

import dev.tutti.Message;

/** What the signs of a picture mean: each is drawn as it is drawn there, with words beside it. */
final class Legend {
    static final double HEIGHT = 144;

    private static final double COLUMN = 232;
    private static final double ROW = 20;
    private static final int ROWS = 7;
    /** How wide a sign is. */
    private static final double SIGN = 36;

    private static final double MARK = 6;
    private static final String COLOUR = "#336";
    private static final String BAND = "#d5e3f7";

    private final Svg svg;
    private final double left;
    private final double top;
    private int column;
    private int row;

    private Legend(Svg svg, double left, double top) {
        this.svg = svg;
        this.left = left;
        this.top = top;
    }

    static void draw(Svg svg, double left, double top) {
        svg.open("g", "class", "legend");
        new Legend(svg, left, top).draw();
        svg.close("g");
    }

    private void draw() {
        message(Message.Kind.CAST, "cast, in its sender's colour");
        message(Message.Kind.UNORDERED, "unordered cast: may overtake");
        message(Message.Kind.GBCAST, "gbcast: in order with everything");
        message(Message.Kind.SEND, "send to one member");
        Messages.delivery(svg, "", middle(), y() + 4, COLOUR);
        words("handed to an application");
        svg.open("g", "class", "captions").add("line", "x1", middle(), "y1", y() - 8, "x2", middle(), "y2", y() + 8);
        svg.close("g");
        words("what was done to the run");
        svg.open("g", "class", "violations").add("circle", "cx", middle(), "cy", y(), "r", MARK + 2);
        svg.close("g");
        words("a guarantee broken");

        band("primary", false, "primary view: number, members");
        band("secondary", false, "view that is not primary");
        band("primary", true, "dark: a change has begun");
        frame("sync", "sync message: what it holds");
        frame("change", "other message of a change");
        frame("sync lost", "frame that was lost");
        mark("path", "switch", "switch: wish, end of it", "d", Marks.diamond(middle(), y()));

        mark("path", "start", "starts", "d", Marks.start(middle() - 4, y()));
        mark("path", "crash", "crashes", "d", Marks.cross(middle(), y()));
        mark("circle", "leaving", "begins to leave", "cx", middle(), "cy", y(), "r", MARK);
        mark("circle", "left", "is out of the group", "cx", middle(), "cy", y(), "r", MARK);
        mark("rect", "state", "state", "x", middle() - 3, "y", y() - 3, "width", MARK, "height", MARK);
    }

    private void message(Message.Kind kind, String words) {
        svg.open("g", "class", Messages.style(kind));
        Messages.line(svg, x(), y() - 4, x() + SIGN, y() + 4, COLOUR);
        Messages.origin(svg, "", kind, x() + 4, y() - 4, COLOUR);
        svg.close("g");
        words(words);
    }

    private void band(String style, boolean blocked, String words) {
        svg.open("g", "class", "view " + style);
        svg.add("rect", "x", x(), "y", y() - 7, "width", SIGN, "height", 14, "rx", 4, "fill", BAND);
        if (blocked) {
            svg.add("rect", "class", "blocked", "x", middle(), "y", y() - 7, "width", SIGN / 2, "height", 14);
        }
        svg.close("g");
        words(words);
    }

    private void frame(String style, String words) {
        boolean lost = style.endsWith("lost");
        svg.open("g", "class", "transit " + style);
        svg.add("line", "x1", x(), "y1", y() - 4, "x2", lost ? middle() : x() + SIGN, "y2", lost ? y() : y() + 4);
        if (lost) {
            svg.add("path", "d", Traffic.cross(middle(), y()));
        }
        svg.close("g");
        words(words);
    }

    private void mark(String element, String style, String words, Object... shape) {
        svg.open("g", "class", "marks").open("g", "class", style);
        svg.add(element, shape);
        svg.close("g").close("g");
        words(words);
    }

    private double x() {
        return left + COLUMN * column;
    }

    private double middle() {
        return x() + SIGN / 2;
    }

    private double y() {
        return top + ROW * row + ROW / 2;
    }

    private void words(String words) {
        svg.text(x() + SIGN + 8, y() + 4, "meaning", words);
        row++;
        if (row == ROWS) {
            row = 0;
            column++;
        }
    }
}
