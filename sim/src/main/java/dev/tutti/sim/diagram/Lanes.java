package dev.tutti.sim.diagram;

import dev.tutti.sim.trace.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One line for each node, from top to bottom in the order of their names. All runs of a node share its line. */
final class Lanes {
    static final double HEIGHT = 78;
    static final double TOP = 96;

    private final Map<String, Integer> index = new LinkedHashMap<>();

    Lanes(List<Entry> entries) {
        entries.stream()
                .map(entry -> node(entry.process()))
                .distinct()
                .sorted()
                .forEach(name -> index.put(name, index.size()));
    }

    /** The simulator calls the second run of a node {@code a.2}. */
    static String node(String process) {
        return process.replaceFirst("\\.[0-9]+$", "");
    }

    boolean has(String name) {
        return index.containsKey(name);
    }

    List<String> names() {
        return List.copyOf(index.keySet());
    }

    int size() {
        return index.size();
    }

    /** Of a process or a node. */
    double y(String process) {
        return TOP + HEIGHT * index.getOrDefault(node(process), 0);
    }

    /** A colour for what comes from this node. */
    String colour(String process) {
        int lane = index.getOrDefault(node(process), 0);
        return "hsl(" + lane * 360 / Math.max(1, index.size()) + ",70%,38%)";
    }

    double bottom() {
        return TOP + HEIGHT * Math.max(0, index.size() - 1);
    }
}
