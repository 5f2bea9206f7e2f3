package dev.tutti.sim.diagram;

import dev.tutti.sim.check.Violation;
import java.util.ArrayList;
import java.util.List;

/** What stands above a picture that is not on a page: its title, what was violated, what the signs mean, and what else a reader must know. */
final class Heading {
    /** Room for {@link Legend}. */
    static final double WIDTH = 940;

    private static final double LEFT = 10;
    private static final double TITLE = 22;
    private static final double LINE = 15;
    /** A run that breaks much breaks the same again and again. */
    private static final int MAX_VIOLATIONS = 12;

    private final String title;
    private final List<Line> lines = new ArrayList<>();

    /** Words, and their style. */
    private record Line(String style, String words) {}

    Heading(String title, List<Violation> violations, List<String> remarks) {
        this.title = title;
        if (violations.isEmpty()) {
            lines.add(new Line("well", "All guarantees were kept."));
        }
        for (int i = 0; i < violations.size() && i < MAX_VIOLATIONS; i++) {
            lines.add(new Line("violated", (i + 1) + ". " + violations.get(i)));
        }
        if (violations.size() > MAX_VIOLATIONS) {
            lines.add(new Line("violated", "and " + (violations.size() - MAX_VIOLATIONS) + " more"));
        }
        remarks.forEach(remark -> lines.add(new Line("remark", remark)));
    }

    double height() {
        return TITLE + LINE * (lines.size() + 1) + Legend.HEIGHT;
    }

    void draw(Svg svg) {
        svg.open("g", "class", "heading");
        svg.text(LEFT, TITLE, "title", title);
        double y = TITLE;
        for (Line line : lines) {
            y += LINE;
            svg.text(LEFT, y, line.style(), line.words());
        }
        svg.close("g");
        Legend.draw(svg, LEFT, y + LINE / 2);
    }
}
