package dev.tutti.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Leaves the group when the process is told to end (SIGTERM, SIGINT), so that the others need not find out. */
final class LeaveOnSignal implements AutoCloseable {
    private static final long PRINT_MILLIS = 1_000;

    private final CountDownLatch printed = new CountDownLatch(1);
    private final Thread hook;

    LeaveOnSignal(Runnable leave) {
        hook = new Thread(() -> leaveAndPrint(leave), "tutti-signal");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void leaveAndPrint(Runnable leave) {
        leave.run();
        try {
            printed.await(PRINT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last line has been printed; a process that is being ended need not wait any longer. */
    void printed() {
        printed.countDown();
    }

    @Override
    public void close() {
        printed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            printed.countDown();
        }
    }
}
