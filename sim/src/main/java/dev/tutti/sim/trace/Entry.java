package dev.tutti.sim.trace;

/**
 * One line of a trace.
 *
 * @param timeNanos when it happened, by whatever clock the writer has; checkers do not read it
 * @param process at which process: a label that no other run of a process has
 * @param event what happened
 */
public record Entry(long timeNanos, String process, TraceEvent event) {
    @Override
    public String toString() {
        return TraceText.write(this);
    }
}
