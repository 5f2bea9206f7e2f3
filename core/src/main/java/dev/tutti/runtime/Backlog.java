package dev.tutti.runtime;

import java.util.IdentityHashMap;

/** Adds up what the application has not consumed, account by account: that is what flow control bounds. */
final class Backlog {
    private final IdentityHashMap<Consumption.Account, Long> bytes = new IdentityHashMap<>();

    /** Nothing waits. */
    Backlog() {}

    void add(Item item) {
        if (item instanceof Item.Batch batch) {
            bytes.merge(batch.account(), (long) batch.pack().length(), Long::sum);
        }
    }

    /** The most that waits on one account. */
    long mostBytes() {
        long most = 0;
        for (long each : bytes.values()) {
            most = Math.max(most, each);
        }
        return most;
    }
}
