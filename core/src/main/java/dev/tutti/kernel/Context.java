package dev.tutti.kernel;

import java.util.random.RandomGenerator;

/**
 * What a stack is told when it is composed: its place in the view and the rim it may use.
 *
 * @param rank of this member
 * @param size number of members in the view
 * @param connection id that all frames of this view's stack carry
 * @param wire the way out
 * @param clock time
 * @param timers one-shot timers
 * @param random seeded by the rim
 * @param counters totals of this member
 */
public record Context(
        int rank,
        int size,
        long connection,
        Wire wire,
        Clock clock,
        Timers timers,
        RandomGenerator random,
        Counters counters) {}
