package dev.tutti.runtime;

import dev.tutti.JoinException;
import dev.tutti.membership.Membership.Refusal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How a join ends: with the first view, or with the reason why there will be none. */
final class Joining {
    private final String group;
    private final Refusals refusals;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable JoinException> failure = new AtomicReference<>();

    /**
     * It has begun.
     *
     * @param group its name
     * @param namePatienceNanos how long the name may be refused as taken before the join fails: its holder may just have crashed, and that
     *     takes time to be found out
     */
    Joining(String group, long namePatienceNanos) {
        this.group = group;
        this.refusals = new Refusals(namePatienceNanos);
    }

    /** The first view has been installed, and shown. */
    void joined() {
        over.countDown();
    }

    /** The member was refused before its first view. On the loop. */
    void refused(Refusal refusal, String text, long nowNanos) {
        if (failure.get() != null) {
            return;
        }
        boolean exhausted = refusals.exhausted(nowNanos);
        if (refusal != Refusal.NAME_TAKEN || exhausted) {
            fail(reason(refusal), "cannot join group '" + group + "': " + text);
        }
    }

    private static JoinException.Reason reason(Refusal refusal) {
        return switch (refusal) {
            case NAME_TAKEN -> JoinException.Reason.NAME_TAKEN;
            case INCOMPATIBLE -> JoinException.Reason.INCOMPATIBLE;
            case FULL -> JoinException.Reason.FULL;
        };
    }

    /** The member ends; if it has not joined by now, it never will. */
    void closed() {
        if (over.getCount() != 0) {
            fail(JoinException.Reason.CLOSED, "the node was closed");
        }
    }

    private void fail(JoinException.Reason reason, String text) {
        failure.compareAndSet(null, new JoinException(reason, text));
        over.countDown();
    }

    /** Why the join failed; null as long as it has not. From any thread. */
    @Nullable JoinException failure() {
        return failure.get();
    }

    /**
     * Waits for the end. From any thread but the loop's.
     *
     * @param timeoutNanos how long
     * @param silence what to say when nobody answered in that time
     * @return why the join failed; null if it did not
     */
    @Nullable JoinException await(long timeoutNanos, String silence) {
        try {
            if (!over.await(timeoutNanos, TimeUnit.NANOSECONDS)) {
                fail(JoinException.Reason.NO_ANSWER, silence);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            fail(JoinException.Reason.CLOSED, "interrupted while joining '" + group + "'");
        }
        return failure.get();
    }
}
