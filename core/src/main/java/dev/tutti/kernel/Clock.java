package dev.tutti.kernel;

/** Time as the rim hands it in: real in production, virtual in the simulator. */
@FunctionalInterface
public interface Clock {
    /**
     * Monotonic time; only differences mean anything.
     *
     * @return nanoseconds
     */
    long nanoTime();
}
