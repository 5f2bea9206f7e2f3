package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Group;
import dev.tutti.GroupClosedException;
import dev.tutti.Message;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.Receipt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** What a caster can wait for, and what it learns if it waits in vain. */
class ReceiptTest {
    private static final long STEP_NANOS = 10_000_000;
    private static final Duration SHORT = Duration.ofMillis(100);

    /** A node whose loop stands still while the test holds the lock. */
    private static final class Halting implements AutoCloseable {
        private final ReentrantLock halt = new ReentrantLock(true);
        private final CompletableFuture<Node> made = new CompletableFuture<>();
        private final Node node;

        Halting(Options options) {
            Thread.ofPlatform().daemon().start(() -> run(options));
            node = Station.get(made);
        }

        private void run(Options options) {
            Stepped stepped = Tutti.stepped(options);
            made.complete(stepped.node());
            boolean going = true;
            while (going) {
                halt.lock();
                try {
                    going = stepped.step(STEP_NANOS);
                } finally {
                    halt.unlock();
                }
            }
        }

        @Override
        public void close() {
            node.close();
        }
    }

    private static Options founder() {
        return Options.local().name("ann").found().with(Options.LEAVE_TIMEOUT, SHORT);
    }

    private static Options seeded(Node seed) {
        return Options.local().name("bob").seeds(seed.address().toString());
    }

    @Test
    void aCastIsDeliveredAtOnceAndStableOnceAllHaveIt() throws Exception {
        try (Node ann = Tutti.start(founder());
                Group group = ann.join("chat");
                Halting bob = new Halting(seeded(ann))) {
            Group other = bob.node.join("chat");
            Receipt receipt;
            bob.halt.lock();
            try {
                receipt = group.cast("hello");
                assertThat(receipt.awaitDelivered(Duo.LIMIT)).isTrue();
                assertThat(receipt.awaitStable(SHORT)).as("bob cannot have it").isFalse();
                assertThat(group.flush(SHORT)).isFalse();
            } finally {
                bob.halt.unlock();
            }
            assertThat(receipt.awaitStable(Duo.LIMIT)).isTrue();
            assertThat(group.flush(Duo.LIMIT)).isTrue();
            assertThat(Duo.message(other).text()).isEqualTo("hello");
        }
    }

    @Test
    void whoeverWaitsLearnsThatTheMemberWentBeforeItsCastWasStable() throws Exception {
        try (Node ann = Tutti.start(founder());
                Group group = ann.join("chat");
                Halting bob = new Halting(seeded(ann))) {
            bob.node.join("chat");
            bob.halt.lock();
            try {
                Receipt receipt = group.cast("hello");
                CompletableFuture<Boolean> waiting = Duo.elsewhere(() -> receipt.awaitStable(Duo.LIMIT));
                group.leave();
                assertThatThrownBy(() -> Station.get(waiting)).hasRootCauseInstanceOf(GroupClosedException.class);
                assertThatThrownBy(() -> receipt.awaitStable(Duo.LIMIT)).isInstanceOf(GroupClosedException.class);
                assertThatThrownBy(() -> group.cast("more")).isInstanceOf(GroupClosedException.class);
            } finally {
                bob.halt.unlock();
            }
        }
    }

    @Test
    void aWaitCanBeInterrupted() throws Exception {
        try (Node ann = Tutti.start(founder());
                Group group = ann.join("chat");
                Halting bob = new Halting(seeded(ann))) {
            bob.node.join("chat");
            bob.halt.lock();
            try {
                Receipt receipt = group.cast("hello");
                CompletableFuture<Thread> waiter = new CompletableFuture<>();
                CompletableFuture<Boolean> waiting = Duo.elsewhere(() -> {
                    waiter.complete(Thread.currentThread());
                    return receipt.awaitStable(Duo.LIMIT);
                });
                Station.get(waiter).interrupt();
                assertThatThrownBy(() -> Station.get(waiting)).hasRootCauseInstanceOf(InterruptedException.class);
            } finally {
                bob.halt.unlock();
            }
        }
    }

    @Test
    void stableCastsAreKeptByThoseWhoStay() throws Exception {
        try (Duo duo = new Duo()) {
            assertThat(duo.bob.cast("last words").awaitStable(Duo.LIMIT)).isTrue();
            duo.bobNode.close();
            Message message = Duo.message(duo.ann);
            assertThat(message.text()).isEqualTo("last words");
        }
    }

    @Test
    void whoDoesNotWantToWaitIsTold() throws Exception {
        try (Node ann = Tutti.start(founder());
                Group group = ann.join("chat");
                Halting bob = new Halting(seeded(ann))) {
            bob.node.join("chat");
            Receipt first;
            CompletableFuture<Void> stable;
            CompletableFuture<Boolean> onTheLoop = new CompletableFuture<>();
            bob.halt.lock();
            try {
                first = group.cast("hello");
                Station.get(first.delivered().toCompletableFuture());
                stable = first.stable().toCompletableFuture();
                first.stable()
                        .thenRun(
                                () -> onTheLoop.complete(!Thread.currentThread().isVirtual()));
                assertThat(stable).as("bob cannot have it").isNotDone();
            } finally {
                bob.halt.unlock();
            }
            Station.get(stable);
            assertThat(Station.get(onTheLoop)).isFalse();
            assertThat(first.stable().toCompletableFuture()).as("from now on").isCompleted();
        }
    }

    @Test
    void whoAskedToBeToldLearnsThatTheMemberWent() throws Exception {
        try (Node ann = Tutti.start(founder());
                Group group = ann.join("chat");
                Halting bob = new Halting(seeded(ann))) {
            bob.node.join("chat");
            bob.halt.lock();
            try {
                Receipt receipt = group.cast("hello");
                CompletableFuture<Void> stable = receipt.stable().toCompletableFuture();
                group.leave();
                assertThatThrownBy(() -> Station.get(stable)).hasRootCauseInstanceOf(GroupClosedException.class);
                assertThat(receipt.stable().toCompletableFuture()).isCompletedExceptionally();
            } finally {
                bob.halt.unlock();
            }
        }
    }
}
