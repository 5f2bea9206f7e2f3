package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Group;
import dev.tutti.GroupClosedException;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Ends: of members with something left to say, of nodes that several threads close. */
class ClosingTest {
    private static final int ROUNDS = 40;

    /** What ann waits for: casts that bear the round's number. */
    private record Round(int number, CountDownLatch all) {}

    @Test
    void aMemberThatLeavesWithABacklogLeavesNothingBehind() throws Exception {
        AtomicReference<Round> now = new AtomicReference<>();
        try (Node ann = Tutti.start(Options.local().name("ann").found());
                Group group = ann.join("chat")) {
            group.listen(event -> {
                if (event instanceof Message message
                        && message.payload()[0] == now.get().number()) {
                    now.get().all().countDown();
                }
            });
            try (Node bob =
                    Tutti.start(Options.local().name("bob").seeds(ann.address().toString()))) {
                for (int round = 0; round < ROUNDS; round++) {
                    int casts = 60 + round % 30;
                    now.set(new Round(round, new CountDownLatch(casts)));
                    leaveWithABacklog(bob, casts, (byte) round);
                    Duo.await(now.get().all());
                }
            }
        }
    }

    private static void leaveWithABacklog(Node node, int casts, byte mark) throws InterruptedException {
        Group member = node.join("chat");
        member.listen(event -> {});
        byte[] payload = new byte[50_000];
        payload[0] = mark;
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < casts; i++) {
            receipts.add(member.cast(payload));
        }
        assertThat(Station.get(Duo.elsewhere(() -> {
                    member.leave();
                    return true;
                })))
                .isTrue();
        for (Receipt receipt : receipts) {
            assertThat(receipt.awaitStable(Duo.LIMIT)).isTrue();
        }
    }

    @Test
    void severalThreadsMayCloseAtOnceWhileOthersAskAndWait() throws Exception {
        for (int round = 0; round < 10; round++) {
            try (Duo duo = new Duo()) {
                CompletableFuture<Boolean> receiver =
                        Duo.elsewhere(() -> Duo.receive(duo.bob, Left.class::isInstance) instanceof Left);
                CountDownLatch begun = new CountDownLatch(1);
                CompletableFuture<Boolean> asker = Duo.elsewhere(() -> {
                    while (begun.getCount() > 0) {
                        duo.bob.counters();
                        duo.bob.describe();
                    }
                    duo.bob.counters();
                    return true;
                });
                List<CompletableFuture<Boolean>> closers = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    closers.add(Duo.elsewhere(() -> {
                        duo.bobNode.close();
                        begun.countDown();
                        return true;
                    }));
                }
                for (CompletableFuture<Boolean> each : closers) {
                    assertThat(Station.get(each)).isTrue();
                }
                assertThat(Station.get(asker)).isTrue();
                assertThat(Station.get(receiver)).isTrue();
                assertThatThrownBy(() -> duo.bobNode.join("chat")).isInstanceOf(GroupClosedException.class);
                assertThatThrownBy(() -> duo.bob.cast("too late")).isInstanceOf(GroupClosedException.class);
                duo.bob.leave();
                duo.bobNode.close();
            }
        }
    }

    @Test
    void aSteppedNodeMayBeClosedBeforeItsFirstStep() {
        assertThat(Station.get(Duo.elsewhere(() -> {
                    Stepped stepped = Tutti.stepped(Options.local().name("ann").found());
                    stepped.node().close();
                    boolean going = true;
                    while (going) {
                        going = stepped.step(1_000_000);
                    }
                    stepped.node().close();
                    return true;
                })))
                .isTrue();
    }

    @Test
    void aJoinInProgressEndsWithItsNode() {
        Node lonely = Tutti.start(Options.local().name("ann").seeds("127.0.0.1:1"));
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Group> joining = Duo.elsewhere(() -> {
            thread.complete(Thread.currentThread());
            return lonely.join("chat");
        });
        Station.get(thread);
        lonely.close();
        assertThatThrownBy(() -> Station.get(joining)).rootCause().isInstanceOf(dev.tutti.TuttiException.class);
    }

    @Test
    void whoClosesANodeFindsNothingOfItAfterwards() {
        for (int round = 0; round < 20; round++) {
            Options options = Options.local().name("closed-at-once").found();
            Node first = Tutti.start(options);
            String address = first.boundAddress().toString();
            first.close();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("tutti-closed-at-once");
            Tutti.start(options.bind(address)).close();
        }
    }

    @Test
    void aNodeIsClosedByItsOwnLoopWithoutWaitingForItself() {
        CompletableFuture<Node> made = new CompletableFuture<>();
        CompletableFuture<Thread> closed = new CompletableFuture<>();
        Node lonely = Tutti.start(Options.local().name("ann").seeds("127.0.0.1:1"), notice -> {
            made.join().close();
            closed.complete(Thread.currentThread());
        });
        made.complete(lonely);
        assertThatThrownBy(() -> lonely.join("chat")).isInstanceOf(dev.tutti.TuttiException.class);
        assertThat(Station.get(closed).getName()).isEqualTo("tutti-ann");
        lonely.close();
    }
}
