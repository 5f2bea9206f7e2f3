package dev.tutti.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is to be done on the loop, asked for by any thread. */
final class LoopTasks {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Runnable wake;
    private final Consumer<Throwable> failures;

    /** The thread that takes the turns; the one that made the node until the first of them. */
    private volatile Thread loop = Thread.currentThread();

    /** From now on nobody takes turns, and what was asked for too late is answered where it is asked. */
    private volatile boolean over;

    /**
     * Nothing is to be done.
     *
     * @param wake asks for a turn, from any thread
     * @param failures told what a task throws; whoever waits for an answer is told himself
     */
    LoopTasks(Runnable wake, Consumer<Throwable> failures) {
        this.wake = wake;
        this.failures = failures;
    }

    boolean isLoop() {
        return Thread.currentThread().equals(loop);
    }

    /** On the loop: does all there is. */
    void turn() {
        loop = Thread.currentThread();
        run();
    }

    /** Under a lock only because of {@link #runAfterEnd}; nobody contends for it before. */
    private void run() {
        synchronized (tasks) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                try {
                    task.run();
                } catch (Throwable unexpected) {
                    failures.accept(unexpected);
                }
            }
        }
    }

    /** On the loop: there will be no further turn. */
    void end() {
        over = true;
        run();
    }

    /** Runs something on the loop, soon. Dropped when there is none any more. */
    void execute(Runnable task) {
        tasks.add(task);
        wake.run();
    }

    /** Runs something on the loop and waits for it; at once if this is the loop, or if there is none any more. */
    <T> T call(Supplier<T> question) {
        if (isLoop()) {
            return question.get();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                answer.complete(question.get());
            } catch (Throwable failed) {
                answer.completeExceptionally(failed);
            }
        };
        execute(task);
        // The last turn may have passed before the task was there. If so, this thread sees that it is over.
        if (over && tasks.remove(task)) {
            runAfterEnd(task);
        }
        try {
            return answer.join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw failed;
            }
        }
    }

    /** One at a time: tasks count on it, although the loop changes nothing any more. */
    private void runAfterEnd(Runnable task) {
        synchronized (tasks) {
            task.run();
        }
    }
}
