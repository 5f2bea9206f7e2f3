package dev.tutti.runtime;

import dev.tutti.GroupClosedException;
import dev.tutti.TuttiException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Completes futures of the application away from the loop, which must not run what depends on them: each batch on a virtual thread of its
 * own.
 */
final class Completions {
    private final String threadName;
    private final Supplier<GroupClosedException> closed;

    /**
     * For one group.
     *
     * @param group its name
     * @param closed what those learn who wait for something that will never be
     */
    Completions(String group, Supplier<GroupClosedException> closed) {
        this.threadName = "tutti-" + group + "-told";
        this.closed = closed;
    }

    void complete(List<CompletableFuture<Void>> batch) {
        if (!batch.isEmpty()) {
            elsewhere(() -> batch.forEach(each -> each.complete(null)));
        }
    }

    /** It will never be. */
    void fail(List<CompletableFuture<Void>> batch) {
        fail(batch, closed);
    }

    /** It will not be, and why. */
    void fail(List<CompletableFuture<Void>> batch, Supplier<? extends TuttiException> why) {
        if (!batch.isEmpty()) {
            elsewhere(() -> batch.forEach(each -> each.completeExceptionally(why.get())));
        }
    }

    /** What will never be. */
    CompletionStage<Void> closed() {
        return CompletableFuture.failedStage(closed.get());
    }

    private void elsewhere(Runnable work) {
        Thread.ofVirtual().name(threadName).start(work);
    }
}
