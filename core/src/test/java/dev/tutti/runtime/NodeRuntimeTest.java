package dev.tutti.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.GroupClosedException;
import dev.tutti.GroupOptions;
import dev.tutti.Left;
import dev.tutti.Options;
import dev.tutti.Receipt;
import dev.tutti.View;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node without groups over a network that is not there: what its threads owe each other. */
class NodeRuntimeTest {
    private static NodeRuntime node(BareRim rim) {
        return new NodeRuntime(Options.local().name("ann").found(), rim);
    }

    @Test
    void whoeverAsksWhileAnotherThreadClosesIsAnswered() throws Exception {
        try (ExecutorService threads =
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon()::unstarted)) {
            for (int round = 0; round < 3_000; round++) {
                BareRim rim = new BareRim();
                NodeRuntime node = node(rim);
                CyclicBarrier together = new CyclicBarrier(3);
                Future<?> loop = threads.submit(() -> {
                    together.await();
                    rim.run(node);
                    return true;
                });
                List<Future<Boolean>> closers = List.of(close(node, together, threads), close(node, together, threads));
                for (Future<Boolean> closer : closers) {
                    assertThat(closer.get(20, TimeUnit.SECONDS)).isTrue();
                }
                loop.get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static Future<Boolean> close(NodeRuntime node, CyclicBarrier together, ExecutorService threads) {
        return threads.submit(() -> {
            together.await();
            node.close();
            return true;
        });
    }

    @Test
    void itsOwnThreadMayCloseItBeforeTheFirstTurn() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> {
            node(new BareRim()).close();
            closed.countDown();
        });
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anErrorInATaskReachesWhoAskedAndTheLoopGoesOn() throws Exception {
        CompletableFuture<NodeRuntime> made = new CompletableFuture<>();
        Thread loop = Thread.ofPlatform().daemon().start(() -> {
            BareRim rim = new BareRim();
            made.complete(node(rim));
            rim.run(made.join());
        });
        NodeRuntime node = made.get(20, TimeUnit.SECONDS);
        AssertionError planted = new AssertionError("planted");
        assertThatCode(() -> node.call(() -> {
                    throw planted;
                }))
                .isSameAs(planted);
        assertThat(node.call(() -> Thread.currentThread().equals(loop))).isTrue();
        node.close();
        assertThat(loop.join(Duration.ofSeconds(20))).isTrue();
        assertThat(node.call(() -> "answered all the same")).startsWith("answered");
    }

    @Test
    void aGroupEndsForAllWhoWaitForItEvenIfTheTransportFails() {
        BareRim rim = new BareRim();
        NodeRuntime node = node(rim);
        GroupRuntime group = node.begin("chat", GroupOptions.DEFAULT);
        rim.time.advance(TimeUnit.SECONDS.toNanos(5));
        node.turn();
        assertThat(group.isJoined()).isTrue();
        Receipt receipt = group.cast("in vain");
        rim.failing = true;
        node.end();
        assertThat(group.isClosed()).isTrue();
        assertThat(group.poll()).isInstanceOf(View.class);
        assertThat(group.poll()).isEqualTo(new Left(Left.Reason.CLOSED));
        assertThatThrownBy(() -> group.cast("too late")).isInstanceOf(GroupClosedException.class);
        assertThatThrownBy(() -> receipt.awaitStable(Duration.ofSeconds(20))).isInstanceOf(GroupClosedException.class);
    }
}
