package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoopTest {
    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();

    /** Steps a loop on a thread of its own until told to stop. */
    private final class Runner implements AutoCloseable {
        private final CompletableFuture<Loop> made = new CompletableFuture<>();
        private final Thread thread;
        private volatile boolean stop;

        Runner(Sockets sockets, Runnable turn) {
            thread = new Thread(() -> {
                Loop loop = new Loop(sockets, new Notices(notices::add, System::nanoTime));
                made.complete(loop);
                while (!stop) {
                    loop.step(Long.MAX_VALUE, turn);
                }
                loop.end();
            });
            thread.setDaemon(true);
            thread.start();
        }

        Loop loop() {
            return Station.get(made);
        }

        @Override
        public void close() {
            stop = true;
            loop().wake();
            try {
                thread.join(TimeUnit.SECONDS.toMillis(20));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static Sockets usable(Sockets sockets) {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                sockets == Sockets.NIO || io.netty.channel.epoll.Epoll.isAvailable());
        return sockets;
    }

    @ParameterizedTest
    @EnumSource(Sockets.class)
    void noWakeUpIsLostHoweverManyThreadsAsk(Sockets sockets) throws Exception {
        int threads = 4;
        int rounds = 3_000;
        Queue<CountDownLatch> mailbox = new ConcurrentLinkedQueue<>();
        try (Runner runner = new Runner(usable(sockets), () -> {
            for (CountDownLatch each = mailbox.poll(); each != null; each = mailbox.poll()) {
                each.countDown();
            }
        })) {
            Loop loop = runner.loop();
            AtomicInteger unanswered = new AtomicInteger();
            List<Thread> askers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                askers.add(Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < rounds; round++) {
                        CountDownLatch answer = new CountDownLatch(1);
                        mailbox.add(answer);
                        loop.wake();
                        try {
                            if (!answer.await(10, TimeUnit.SECONDS)) {
                                unanswered.incrementAndGet();
                                return;
                            }
                        } catch (InterruptedException stop) {
                            return;
                        }
                    }
                }));
            }
            for (Thread asker : askers) {
                asker.join();
            }
            assertThat(unanswered).hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Sockets.class)
    void anIdleLoopSleeps(Sockets sockets) throws Exception {
        AtomicLong turns = new AtomicLong();
        CountDownLatch fired = new CountDownLatch(1);
        try (Runner runner = new Runner(usable(sockets), turns::incrementAndGet)) {
            Loop loop = runner.loop();
            loop.execute(() -> loop.timers().after(TimeUnit.MILLISECONDS.toNanos(300), fired::countDown));
            assertThat(fired.await(20, TimeUnit.SECONDS)).isTrue();
            // A few for the start, the task and the timer.
            assertThat(turns).hasValueLessThan(20);
        }
    }

    @ParameterizedTest
    @EnumSource(Sockets.class)
    void aTurnThatThrowsIsReportedAndTheLoopGoesOn(Sockets sockets) {
        AtomicInteger turns = new AtomicInteger();
        CompletableFuture<Integer> later = new CompletableFuture<>();
        try (Runner runner = new Runner(usable(sockets), () -> {
            if (turns.incrementAndGet() == 1) {
                throw new IllegalStateException("planted");
            }
            later.complete(turns.get());
        })) {
            assertThat(Station.take(notices)).contains("planted", "carrying on");
            runner.loop().wake();
            assertThat(Station.get(later)).isGreaterThan(1);
        }
    }

    @Test
    void askingWhatIsAwakeCostsNoWakeUp() {
        WakeSignal signal = new WakeSignal();
        signal.beginTurn();
        assertThat(signal.ask()).as("awake: a turn comes anyway").isFalse();
        assertThat(signal.maySleep()).as("asked: must not sleep").isFalse();
        signal.beginTurn();
        assertThat(signal.maySleep()).isTrue();
        assertThat(signal.ask()).as("asleep: the first wakes it").isTrue();
        assertThat(signal.ask()).as("the second need not").isFalse();
        signal.beginTurn();
        assertThat(signal.maySleep()).isTrue();
        signal.stir();
        assertThat(signal.ask()).as("stirred by the network").isFalse();
    }

    @Test
    void aStepWithoutWaitingReturnsAtOnce() {
        Loop loop = new Loop(Sockets.NIO, new Notices(notices::add, System::nanoTime));
        AtomicInteger turns = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            loop.step(0, turns::incrementAndGet);
        }
        assertThat(turns).hasValue(100);
        loop.end();
    }
}
