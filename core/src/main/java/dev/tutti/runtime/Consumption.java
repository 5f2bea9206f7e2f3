package dev.tutti.runtime;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.kernel.Stack;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the application has been delivered, and what of it it has consumed, by sender. It goes on from view to view: what was not consumed
 * when a view ended counts in the next one. A sender is a node, so that a new incarnation does not get a window of its own.
 */
final class Consumption {
    private final AtomicLong unreported = new AtomicLong();
    private final long reportBytes;
    private final Runnable wake;
    private volatile boolean over;

    // On the loop only.
    private final Map<Address, Account> accounts = new HashMap<>();
    private final Account toSelf = new Account();
    private Account[] byRank = {};

    Consumption(long reportBytes, Runnable wake) {
        this.reportBytes = reportBytes;
        this.wake = wake;
    }

    /** The bytes of one sender: what is consumed is written by the consumer, all else by the loop. */
    final class Account {
        private final AtomicLong consumed = new AtomicLong();
        private long delivered;
        private long reported;

        /** By the consumer: this much more is done with. */
        void add(long bytes) {
            consumed.setRelease(consumed.getPlain() + bytes);
            if (unreported.addAndGet(bytes) >= reportBytes && !over) {
                wake.run();
            }
        }

        /** By the consumer, when it has nothing more to do: senders may be waiting for the rest. */
        void flush() {
            if (unreported.get() > 0 && !over) {
                wake.run();
            }
        }

        private Account delivered(long bytes) {
            delivered += bytes;
            return this;
        }

        private long unconsumed() {
            return delivered - consumed.getAcquire();
        }
    }

    /** On the loop: that much more of a sender is for the application. */
    Account delivered(int origin, long bytes) {
        return byRank[origin].delivered(bytes);
    }

    /** On the loop: the same for what the member sends itself, which goes through no stack and needs no credit. */
    Account toSelf(long bytes) {
        return toSelf.delivered(bytes);
    }

    /** On the loop: what the member has sent itself and not consumed. */
    long unconsumedToSelf() {
        return toSelf.unconsumed();
    }

    /**
     * On the loop: a view begins. From now on its ranks count.
     *
     * @return what is left of each member; {@link #report} will tell of it when it has been consumed
     */
    long[] enter(List<Endpoint> members) {
        byRank = new Account[members.size()];
        long[] left = new long[byRank.length];
        Set<Address> taken = new HashSet<>();
        for (int rank = byRank.length - 1; rank >= 0; rank--) {
            Address address = members.get(rank).address();
            // Two members at one address: the one that came first is dead, and about to be found out.
            Account account =
                    taken.add(address) ? accounts.computeIfAbsent(address, sender -> new Account()) : new Account();
            left[rank] = account.unconsumed();
            account.reported = account.delivered - left[rank];
            byRank[rank] = account;
        }
        accounts.entrySet()
                .removeIf(each ->
                        !taken.contains(each.getKey()) && each.getValue().unconsumed() == 0);
        return left;
    }

    /** On the loop: the member is out, nobody waits for its credit any more. */
    void close() {
        over = true;
    }

    /** On the loop: passes on what is new. */
    void report(Stack stack) {
        if (unreported.get() == 0) {
            return;
        }
        unreported.set(0);
        for (int origin = 0; origin < byRank.length; origin++) {
            Account account = byRank[origin];
            long bytes = account.consumed.getAcquire() - account.reported;
            if (bytes > 0) {
                account.reported += bytes;
                stack.consumed(origin, bytes);
            }
        }
    }
}
