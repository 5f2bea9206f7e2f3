package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Endpoint;
import dev.tutti.Group;
import dev.tutti.GroupBusyException;
import dev.tutti.Message;
import dev.tutti.Node;
import dev.tutti.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Casts and sends that the group does not take, because somebody does not consume. */
class FullOutboxTest {
    private static final int LIMIT_BYTES = 1 << 16;
    private static final byte[] KILOBYTE = new byte[1_000];

    /** Headers of packs and messages, and the one pack that may go beyond each limit. */
    private static final int SLACK_BYTES = 2 * LIMIT_BYTES;

    private static Options small(Options options) {
        return options.with(Options.WINDOW_BYTES, LIMIT_BYTES)
                .with(Options.OUTBOX_BYTES, LIMIT_BYTES)
                .with(Options.SEND_TIMEOUT, Duration.ofMillis(200));
    }

    private static Options alone() {
        return small(Options.local().name("ann").found());
    }

    /** Does something until it is told that the group is behind; returns how often it was not. */
    private static int untilBusy(Runnable what) {
        int count = 0;
        while (count < 10_000) {
            try {
                what.run();
            } catch (GroupBusyException busy) {
                assertThat(busy).hasMessageContaining("does not consume");
                return count;
            }
            count++;
        }
        throw new AssertionError("taken without a limit");
    }

    /** The loop may be just about to take what waits. */
    private static boolean isReadySoon(CompletableFuture<Void> ready) throws Exception {
        try {
            ready.get(500, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notSoon) {
            return false;
        }
    }

    private static void consume(Group group, int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            Duo.message(group);
        }
    }

    @Test
    void castsWaitForSomeTimeAndThenSaySo() throws Exception {
        try (Node node = Tutti.start(alone());
                Group group = node.join("chat")) {
            int taken = untilBusy(() -> group.cast(KILOBYTE));
            assertThat(taken * KILOBYTE.length).isBetween(LIMIT_BYTES, 2 * LIMIT_BYTES + SLACK_BYTES);
            consume(group, taken);
            group.cast("room again");
            assertThat(Duo.message(group).text()).isEqualTo("room again");
        }
    }

    @Test
    void whoDoesNotWantToWaitIsToldAtOnceAndAgainWhenThereIsRoom() throws Exception {
        try (Node node = Tutti.start(alone());
                Group group = node.join("chat")) {
            int taken = 0;
            CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);
            while (isReadySoon(ready)) {
                while (group.tryCast(KILOBYTE) != null) {
                    taken++;
                }
                ready = group.whenReady().toCompletableFuture();
            }
            assertThat(taken * KILOBYTE.length).isBetween(LIMIT_BYTES, 2 * LIMIT_BYTES + SLACK_BYTES);
            consume(group, taken);
            Station.get(ready);
            assertThat(group.tryCast(KILOBYTE)).isNotNull();
        }
    }

    @Test
    void noMoreCastsAreOutstandingThanMayBe() throws Exception {
        try (Duo duo = new Duo(options -> options.with(Options.WINDOW_MESSAGES, 10))) {
            duo.bob.listen(event -> {});
            for (int i = 0; i < 500; i++) {
                duo.ann.cast("" + i);
            }
            for (int i = 0; i < 500; i++) {
                assertThat(Duo.message(duo.ann).text()).isEqualTo("" + i);
            }
        }
    }

    @Test
    void withoutPackingEachMessageGoesAlone() throws Exception {
        try (Duo duo = new Duo(options -> options.with(Options.PACKING, false))) {
            for (int i = 0; i < 500; i++) {
                duo.ann.cast("" + i);
            }
            for (int i = 0; i < 500; i++) {
                assertThat(Duo.message(duo.bob).text()).isEqualTo("" + i);
            }
        }
    }

    @Test
    void sendsToOneselfHaveALimitToo() throws Exception {
        try (Node node = Tutti.start(alone());
                Group group = node.join("chat")) {
            int taken = untilBusy(() -> group.send(group.self(), KILOBYTE));
            assertThat(taken * KILOBYTE.length).isBetween(LIMIT_BYTES, 2 * LIMIT_BYTES + SLACK_BYTES);
            consume(group, taken);
            CompletableFuture<Boolean> all = Duo.elsewhere(() -> {
                consume(group, 3_000);
                return true;
            });
            for (int i = 0; i < 3_000; i++) {
                group.send(group.self(), KILOBYTE);
            }
            assertThat(Station.get(all)).isTrue();
        }
    }

    @Test
    void aSendToSomebodyWhoIsGoneIsDroppedAndCounted() throws Exception {
        try (Node node = Tutti.start(alone());
                Group group = node.join("chat")) {
            group.send(new Endpoint("gone", 1, node.address()), KILOBYTE);
            group.send(group.self(), KILOBYTE);
            Duo.message(group);
            assertThat(group.counters()).containsEntry("group.undeliverable", 1L);
        }
    }

    @Test
    void castsAreTakenWhileOwnSendsWait() throws Exception {
        try (Node node = Tutti.start(alone().with(Options.OUTBOX_BYTES, 4 * LIMIT_BYTES));
                Group group = node.join("chat")) {
            for (int i = 0; i < 2 * LIMIT_BYTES / KILOBYTE.length; i++) {
                group.send(group.self(), KILOBYTE);
            }
            assertThat(group.cast("past them").awaitDelivered(Duo.LIMIT)).isTrue();
        }
    }

    @Test
    void aListenerDoesNotWaitButOverdraws() {
        List<Integer> taken = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        try (Node node = Tutti.start(alone().with(Options.SEND_TIMEOUT, Duration.ofDays(1)));
                Group group = node.join("chat")) {
            group.listen(event -> {
                if (event instanceof Message && taken.isEmpty()) {
                    taken.add(untilBusy(() -> group.cast(KILOBYTE)));
                    over.countDown();
                }
            });
            group.cast("go");
            Duo.await(over);
            assertThat(taken.get(0) * KILOBYTE.length).isBetween(LIMIT_BYTES, 3 * LIMIT_BYTES + SLACK_BYTES);
        }
    }

    @Test
    void aWaitForRoomEndsWhenTheMemberLeaves() throws Exception {
        try (Node node = Tutti.start(alone().with(Options.LEAVE_TIMEOUT, Duration.ofMillis(100)));
                Group group = node.join("chat")) {
            untilBusy(() -> group.cast(KILOBYTE));
            CompletableFuture<Boolean> waiting = Duo.elsewhere(() -> {
                while (true) {
                    try {
                        group.cast(KILOBYTE);
                    } catch (GroupBusyException again) {
                        assertThat(again).isNotNull();
                    } catch (dev.tutti.GroupClosedException over) {
                        return true;
                    }
                }
            });
            group.leave();
            assertThat(Station.get(waiting)).isTrue();
        }
    }

    /** What waits in the outbox and in the window goes first, but not what is cast later. */
    @Test
    void aSendDoesNotWaitForTheEndOfTheCasts() throws Exception {
        AtomicLong casts = new AtomicLong();
        CompletableFuture<Long> castsBefore = new CompletableFuture<>();
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch warm = new CountDownLatch(500);
        try (Duo duo = new Duo(options -> small(options).with(Options.SEND_TIMEOUT, Duration.ofSeconds(30)))) {
            duo.bob.listen(event -> {});
            duo.ann.listen(event -> {
                if (event instanceof Message message) {
                    if (message.kind() == Message.Kind.SEND) {
                        castsBefore.complete(casts.get());
                    } else {
                        casts.incrementAndGet();
                        warm.countDown();
                    }
                }
            });
            List<CompletableFuture<Boolean>> casters = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                casters.add(Duo.elsewhere(() -> {
                    while (!enough.get()) {
                        duo.bob.cast(KILOBYTE);
                    }
                    return true;
                }));
            }
            Duo.await(warm);
            Endpoint ann = duo.ann.self();
            duo.bob.send(ann, new byte[10]);
            long before = casts.get();
            long passed = Station.get(castsBefore) - before;
            enough.set(true);
            for (CompletableFuture<Boolean> caster : casters) {
                assertThat(Station.get(caster)).isTrue();
            }
            assertThat(passed * KILOBYTE.length).isLessThan(5L * LIMIT_BYTES);
        }
    }
}
