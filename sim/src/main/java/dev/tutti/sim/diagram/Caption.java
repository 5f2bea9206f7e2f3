package dev.tutti.sim.diagram;

/**
 * Something that was done to the run from outside.
 *
 * @param timeNanos when
 * @param text what
 */
public record Caption(long timeNanos, String text) {}
