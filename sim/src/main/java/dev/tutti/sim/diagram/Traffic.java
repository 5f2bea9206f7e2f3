package dev.tutti.sim.diagram;

import java.util.List;
import java.util.Locale;

/** What passed on the network, or did not: thin lines, and a cross where a frame was lost. */
final class Traffic {
    /** See {@link Messages#MAX_ARROWS}. */
    static final int MAX_LINES = 30_000;

    private static final double CROSS = 3;
    /** How much of the way to the receiver a lost frame is drawn. */
    private static final double LOST_AT = 0.55;

    private final TimeScale scale;
    private final Lanes lanes;
    private int lines;
    private int leftOut;

    Traffic(TimeScale scale, Lanes lanes) {
        this.scale = scale;
        this.lanes = lanes;
    }

    void draw(Svg svg, List<Transit> transits) {
        svg.open("g", "class", "traffic");
        for (Transit transit : transits) {
            if (!lanes.has(transit.from()) || !lanes.has(transit.to())) {
                continue;
            }
            if (++lines > MAX_LINES) {
                leftOut++;
                continue;
            }
            draw(svg, transit);
        }
        svg.close("g");
    }

    int leftOut() {
        return leftOut;
    }

    private void draw(Svg svg, Transit transit) {
        double x1 = scale.x(transit.sentNanos());
        double x2 = scale.x(transit.endNanos());
        double y1 = lanes.y(transit.from());
        double y2 = lanes.y(transit.to());
        if (!transit.arrived()) {
            x2 = x1 + (x2 - x1) * LOST_AT;
            y2 = y1 + (y2 - y1) * LOST_AT;
        }
        String style = "transit " + transit.kind().name().toLowerCase(Locale.ROOT) + (transit.arrived() ? "" : " lost");
        svg.open("g", "class", style);
        svg.addTitled(
                transit.from() + " to " + transit.to() + ": " + transit.text() + "\nsent at "
                        + Diagram.time(transit.sentNanos()) + (transit.arrived() ? ", arrived at " : ", lost at ")
                        + Diagram.time(transit.endNanos()),
                "line",
                "x1",
                x1,
                "y1",
                y1,
                "x2",
                x2,
                "y2",
                y2);
        if (!transit.arrived()) {
            svg.add("path", "d", cross(x2, y2));
        }
        svg.close("g");
    }

    /** Where a frame was lost. */
    static String cross(double x, double y) {
        return String.format(
                Locale.ROOT,
                "M%.1f %.1f l%.1f %.1f m0 %.1f l%.1f %.1f",
                x - CROSS,
                y - CROSS,
                2 * CROSS,
                2 * CROSS,
                -2 * CROSS,
                -2 * CROSS,
                2 * CROSS);
    }
}
