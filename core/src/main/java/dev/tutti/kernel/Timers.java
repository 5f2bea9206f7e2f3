package dev.tutti.kernel;

/** One-shot timers as the rim hands them in; they fire on the thread that calls everything else. */
@FunctionalInterface
public interface Timers {
    /**
     * Runs an action once, later.
     *
     * @param delayNanos from now, 0 means as soon as possible but not before this method returns
     * @param action what to do
     * @return a handle to cancel it
     */
    Timer after(long delayNanos, Runnable action);

    /** A timer that may still fire. */
    @FunctionalInterface
    interface Timer {
        /** Makes sure that it does not fire any more; harmless afterwards. */
        void cancel();
    }
}
