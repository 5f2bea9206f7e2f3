package dev.tutti.runtime;

import org.jspecify.annotations.Nullable;

/** For how long a member has been refused, again and again. On the loop only. */
final class Refusals {
    private final long patienceNanos;
    private @Nullable Long sinceNanos;
    private long lastNanos;

    /**
     * Nobody has refused it.
     *
     * @param patienceNanos how long refusals may go on, since what they are for may pass; after as long without one they begin anew
     */
    Refusals(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** There is one more; returns whether they have gone on for too long. */
    boolean exhausted(long nowNanos) {
        if (sinceNanos == null || nowNanos - lastNanos > patienceNanos) {
            sinceNanos = nowNanos;
        }
        lastNanos = nowNanos;
        return nowNanos - sinceNanos > patienceNanos;
    }

    /** It was let in. */
    void over() {
        sinceNanos = null;
    }
}
