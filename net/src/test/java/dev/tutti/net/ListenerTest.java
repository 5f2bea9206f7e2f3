package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Event;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.View;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may take the events of a member, and what becomes of the member when a listener fails. */
class ListenerTest {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(strings = {"exception", "error", "interrupt"})
    void aListenerThatFailsGetsTheNextEventAllTheSame(String failure) throws Exception {
        try (Duo duo = new Duo()) {
            duo.bob.listen(event -> {
                if (event instanceof Message message) {
                    texts.add(message.text());
                    fail(failure);
                }
            });
            duo.ann.cast("one");
            duo.ann.cast("two");
            assertThat(Station.take(texts)).isEqualTo("one");
            assertThat(Station.take(texts)).isEqualTo("two");
        }
    }

    private static void fail(String failure) {
        switch (failure) {
            case "exception" -> throw new IllegalStateException("planted");
            case "error" -> throw new NoClassDefFoundError("planted");
            default -> Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoReadsNoticesMayFailToo() {
        Options options = Options.local().name("ann").found();
        try (Node node = Tutti.start(options, notice -> {
                    throw new AssertionError("planted");
                });
                var group = node.join("chat")) {
            group.listen(event -> {
                if (event instanceof Message message) {
                    texts.add(message.text());
                    throw new AssertionError("planted as well, and told to whom?");
                }
            });
            group.cast("one");
            group.cast("two");
            assertThat(Station.take(texts)).isEqualTo("one");
            assertThat(Station.take(texts)).isEqualTo("two");
        }
    }

    @Test
    void nobodyReceivesBesideAListener() {
        try (Duo duo = new Duo()) {
            duo.ann.listen(event -> {});
            assertThatThrownBy(duo.ann::receive)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("listener");
            assertThatThrownBy(() -> duo.ann.listen(event -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has a listener already");
        }
    }

    @Test
    void ofTwoThatReceiveAtOnceTheSecondIsTold() throws Exception {
        try (Duo duo = new Duo()) {
            Duo.receive(
                    duo.ann,
                    event -> event instanceof View view && view.members().size() == 2);
            CompletableFuture<Event> first = Duo.elsewhere(() -> receiveWhenOthersMay(duo));
            CompletableFuture<Event> second = Duo.elsewhere(() -> receiveWhenOthersMay(duo));
            // Nothing is there to receive, so one of them waits, and the other one finds it there.
            CompletableFuture<Object> told = CompletableFuture.anyOf(first, second);
            assertThatThrownBy(() -> told.get(Duo.LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("let one thread take the events");
            assertThatThrownBy(() -> duo.ann.listen(event -> {})).isInstanceOf(IllegalStateException.class);
            duo.bob.cast("for the one who waits");
            CompletableFuture<Event> waiting = first.isCompletedExceptionally() ? second : first;
            assertThat(Station.get(waiting)).isInstanceOf(Message.class);
        }
    }

    private static Event receiveWhenOthersMay(Duo duo) throws InterruptedException {
        return Duo.receive(duo.ann, Message.class::isInstance);
    }

    @Test
    void aListenerMayLeave() {
        CountDownLatch left = new CountDownLatch(1);
        try (Duo duo = new Duo()) {
            duo.bob.listen(event -> {
                switch (event) {
                    case Message message -> duo.bob.leave();
                    case Left last -> left.countDown();
                    default -> {}
                }
            });
            duo.ann.cast("go");
            Duo.await(left);
        }
    }
}
