package dev.tutti.sim.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What happened in a run. The entries of one process stand in the order in which they happened. */
public final class Trace {
    private final List<Entry> entries = new ArrayList<>();

    /** Nothing has happened. */
    public Trace() {}

    /**
     * Adds what happened last.
     *
     * @param timeNanos when
     * @param process where
     * @param event what
     */
    public void add(long timeNanos, String process, TraceEvent event) {
        entries.add(new Entry(timeNanos, process, event));
    }

    /**
     * Everything that happened.
     *
     * @return a view of the entries that cannot be changed
     */
    public List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /**
     * Reads a trace.
     *
     * @param text what {@link #toText} wrote; empty lines and lines that begin with {@code #} are skipped
     * @return the trace
     * @throws IllegalArgumentException if a line cannot be read; the message names it
     */
    public static Trace parse(String text) {
        Trace trace = new Trace();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    trace.entries.add(TraceText.read(line));
                } catch (IllegalArgumentException wrong) {
                    throw new IllegalArgumentException("line " + number + ": " + wrong.getMessage(), wrong);
                }
            }
        }
        return trace;
    }

    /**
     * Writes the trace, one line per entry.
     *
     * @return the text
     */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(entry).append('\n');
        }
        return text.toString();
    }
}
