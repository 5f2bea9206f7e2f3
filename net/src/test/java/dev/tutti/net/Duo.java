package dev.tutti.net;

import dev.tutti.Event;
import dev.tutti.Group;
import dev.tutti.GroupOptions;
import dev.tutti.Message;
import dev.tutti.Node;
import dev.tutti.Options;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Two real nodes in one group, each with its loop's thread: ann, who founded it, and bob. */
final class Duo implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(30);

    final Node annNode;
    final Node bobNode;
    final Group ann;
    final Group bob;

    Duo() {
        this(UnaryOperator.identity(), GroupOptions.DEFAULT, GroupOptions.DEFAULT);
    }

    Duo(UnaryOperator<Options> both) {
        this(both, GroupOptions.DEFAULT, GroupOptions.DEFAULT);
    }

    Duo(UnaryOperator<Options> both, GroupOptions anns, GroupOptions bobs) {
        annNode = Tutti.start(both.apply(Options.local().name("ann").found()));
        ann = annNode.join("chat", anns);
        bobNode = Tutti.start(bobOptions(both));
        bob = bobNode.join("chat", bobs);
    }

    private Options bobOptions(UnaryOperator<Options> both) {
        return both.apply(Options.local().name("bob").seeds(annNode.address().toString()));
    }

    /** Does something on a thread of its own. */
    static <T> CompletableFuture<T> elsewhere(Callable<T> work) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                outcome.complete(work.call());
            } catch (Throwable failed) {
                outcome.completeExceptionally(failed);
            }
        });
        return outcome;
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    /** Takes events until one fits. */
    static Event receive(Group group, Predicate<Event> wanted) throws InterruptedException {
        long limit = System.nanoTime() + LIMIT.toNanos();
        Event event;
        do {
            event = group.receive(Duration.ofNanos(limit - System.nanoTime()));
            if (event == null) {
                throw new AssertionError("nothing of the kind came");
            }
        } while (!wanted.test(event));
        return event;
    }

    /** Takes events until a message comes. */
    static Message message(Group group) throws InterruptedException {
        return (Message) receive(group, Message.class::isInstance);
    }

    @Override
    public void close() {
        bobNode.close();
        annNode.close();
    }
}
