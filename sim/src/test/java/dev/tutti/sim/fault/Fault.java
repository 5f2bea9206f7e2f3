package dev.tutti.sim.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small, realistic mistake in the product, and what is known of finding it. It stands in a file of its own:
 *
 * <pre>
 * what: what is wrong, in one sentence
 * after: where such a mistake is known from
 * caught by: VS, LIVE
 * seeds: 40
 *
 * &#64;&#64; dev/tutti/layer/reliable/Mnak.java
 * -the lines that stand there
 * +the lines that stand there instead
 * </pre>
 *
 * <p>As in a diff, lines that begin with a blank stay; there may be several changes, in several files.
 *
 * @param name of the file
 * @param what what is wrong, in one sentence
 * @param after where such a mistake is known from
 * @param predicates any of which may catch it
 * @param seeds within so many the simulator finds it
 * @param changes to the product
 */
record Fault(String name, String what, String after, Set<String> predicates, int seeds, List<Change> changes) {
    private static final String FILE = "@@ ";

    static Fault parse(String name, String text) {
        Map<String, String> head = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        String source = null;
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.startsWith(FILE)) {
                if (source != null) {
                    changes.add(new Change(source, before.toString(), after.toString()));
                }
                source = line.substring(FILE.length()).strip();
                before.setLength(0);
                after.setLength(0);
            } else if (source != null) {
                char mark = line.isEmpty() ? ' ' : line.charAt(0);
                String rest = line.isEmpty() ? "\n" : line.substring(1) + "\n";
                switch (mark) {
                    case '-' -> before.append(rest);
                    case '+' -> after.append(rest);
                    case ' ' -> {
                        before.append(rest);
                        after.append(rest);
                    }
                    default -> throw new IllegalArgumentException(name + ": neither -, + nor blank: " + line);
                }
            } else if (!line.isBlank()) {
                int colon = line.indexOf(": ");
                head.put(line.substring(0, Math.max(0, colon)), line.substring(colon + 2));
            }
        }
        if (source == null || !head.keySet().equals(Set.of("what", "after", "caught by", "seeds"))) {
            throw new IllegalArgumentException(name + ": needs what, after, caught by, seeds, and a change");
        }
        changes.add(new Change(source, before.toString(), after.toString()));
        return new Fault(
                name,
                head.get("what"),
                head.get("after"),
                Set.of(head.get("caught by").split(", ")),
                Integer.parseInt(head.get("seeds")),
                List.copyOf(changes));
    }

    @Override
    public String toString() {
        return name;
    }
}
