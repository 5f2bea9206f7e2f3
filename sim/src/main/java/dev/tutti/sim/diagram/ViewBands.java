package dev.tutti.sim.diagram;

import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.Member;
import dev.tutti.sim.trace.Promises;
import dev.tutti.sim.trace.TraceEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The views of each process as bands, and the time in which a change was under way as a stripe on them. */
final class ViewBands {
    private static final double HALF = 15;
    private static final double LETTER = 6.2;

    private final TimeScale scale;
    private final Lanes lanes;
    private final Map<String, Open> open = new LinkedHashMap<>();
    /** What each process asked for when it started. */
    private final Map<String, Promises> asked = new HashMap<>();

    /** What a process is in the middle of. */
    private static final class Open {
        private final TraceEvent.Viewed view;
        private final long sinceNanos;
        private long blockedNanos = -1;

        Open(TraceEvent.Viewed view, long sinceNanos) {
            this.view = view;
            this.sinceNanos = sinceNanos;
        }
    }

    ViewBands(TimeScale scale, Lanes lanes) {
        this.scale = scale;
        this.lanes = lanes;
    }

    void draw(Svg svg, List<Entry> entries) {
        svg.open("g", "class", "views");
        for (Entry entry : entries) {
            switch (entry.event()) {
                case TraceEvent.Started started -> asked.put(entry.process(), started.promises());
                case TraceEvent.Viewed view -> {
                    end(svg, entry.process(), entry.timeNanos());
                    open.put(entry.process(), new Open(view, entry.timeNanos()));
                }
                case TraceEvent.Blocked blocked -> {
                    Open now = open.get(entry.process());
                    if (now != null && now.blockedNanos < 0) {
                        now.blockedNanos = entry.timeNanos();
                    }
                }
                case TraceEvent.Departed departed -> end(svg, entry.process(), entry.timeNanos());
                case TraceEvent.Crashed crashed -> end(svg, entry.process(), entry.timeNanos());
                default -> {}
            }
        }
        for (String process : new ArrayList<>(open.keySet())) {
            end(svg, process, scale.endNanos());
        }
        svg.close("g");
    }

    private void end(Svg svg, String process, long nanos) {
        Open ended = open.remove(process);
        if (ended == null) {
            return;
        }
        TraceEvent.Viewed view = ended.view;
        double from = scale.x(ended.sinceNanos);
        double width = Math.max(2, scale.x(nanos) - from);
        double y = lanes.y(process);
        svg.open("g", "class", view.primary() ? "view primary" : "view secondary", "data-view", view.id());
        svg.addTitled(
                describe(process, view),
                "rect",
                "x",
                from,
                "y",
                y - HALF,
                "width",
                width,
                "height",
                2 * HALF,
                "rx",
                4,
                "fill",
                colour(view));
        if (ended.blockedNanos >= 0) {
            double blocked = scale.x(ended.blockedNanos);
            svg.addTitled(
                    process + " was told that a change has begun",
                    "rect",
                    "class",
                    "blocked",
                    "x",
                    blocked,
                    "y",
                    y - HALF,
                    "width",
                    Math.max(1, from + width - blocked),
                    "height",
                    2 * HALF);
        }
        String label = "v" + view.id().number() + " " + names(view.members());
        int letters = (int) ((width - 6) / LETTER);
        if (letters >= 2) {
            svg.text(from + 4, y - HALF + 11, "name", cut(label, letters));
            if (view.runs() != null) {
                svg.text(from + 4, y + HALF - 3, "name runs", cut(words(view.runs()), letters));
            }
        }
        svg.close("g");
    }

    private static String cut(String label, int letters) {
        return label.length() <= letters ? label : label.substring(0, letters);
    }

    private String describe(String process, TraceEvent.Viewed view) {
        return process + " in view " + view.id() + (view.primary() ? ", primary" : ", not primary") + "\nmembers "
                + names(view.members()) + "\ncame along with " + process + ": " + names(view.transitional())
                + "\njoined " + names(view.joined()) + "\nleft " + names(view.left()) + "\npromises "
                + words(view.runs() == null ? asked.getOrDefault(process, Promises.NONE) : view.runs());
    }

    /** Beyond what every group promises, in the words of a trace. */
    private static String words(Promises promises) {
        return promises.equals(Promises.NONE) ? "no more than every group" : String.join(" ", promises.words());
    }

    private static String names(List<Member> members) {
        return members.isEmpty() ? "nobody" : members.stream().map(Member::name).collect(Collectors.joining(" "));
    }

    /** The same view has the same colour everywhere. */
    private static String colour(TraceEvent.Viewed view) {
        int hue = (int) Math.floorMod(view.id().number() * 67 + view.id().leader() % 360, 360L);
        return "hsl(" + hue + ",60%,86%)";
    }
}
