package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Event;
import dev.tutti.GroupOptions;
import dev.tutti.Left;
import dev.tutti.Receipt;
import dev.tutti.StateHandler;
import dev.tutti.StateReceived;
import dev.tutti.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to the thread that consumes events while a state is on its way. */
class StateThreadsTest {
    private final CountDownLatch saving = new CountDownLatch(1);
    private final CountDownLatch maySave = new CountDownLatch(1);
    private final CountDownLatch halfWritten = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch loading = new CountDownLatch(1);
    private final CountDownLatch mayLoad = new CountDownLatch(1);
    private volatile String loaded = "";
    private volatile boolean interrupted;

    /** Saves two halves, each when it is told to. */
    private final class Provider implements StateHandler {
        @Override
        public void save(OutputStream out) throws IOException {
            saving.countDown();
            Duo.await(maySave);
            // More than one chunk, so that the first half goes out.
            out.write("first ".repeat(100_000).getBytes(StandardCharsets.UTF_8));
            halfWritten.countDown();
            Duo.await(mayEnd);
            out.write("second".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void load(InputStream in) throws IOException {
            throw new IOException("never asked");
        }
    }

    private class Receiver implements StateHandler {
        @Override
        public void save(OutputStream out) throws IOException {
            throw new IOException("never asked");
        }

        @Override
        public void load(InputStream in) throws IOException {
            loading.countDown();
            loaded = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            interrupted = Thread.currentThread().isInterrupted();
        }
    }

    private final class BrokenReceiver extends Receiver {
        private final String failure;

        private BrokenReceiver(String failure) {
            this.failure = failure;
        }

        @Override
        public void load(InputStream in) throws IOException {
            super.load(in);
            Duo.await(mayLoad);
            switch (failure) {
                case "exception" -> throw new IllegalStateException("planted");
                case "io" -> throw new IOException("planted");
                default -> throw new NoClassDefFoundError("planted");
            }
        }
    }

    private Duo duo(StateHandler bobs) {
        Duo duo = new Duo(
                UnaryOperator.identity(), GroupOptions.DEFAULT.state(new Provider()), GroupOptions.DEFAULT.state(bobs));
        duo.ann.listen(event -> {});
        return duo;
    }

    private static List<Event> receive(Duo duo, int count) throws InterruptedException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(duo.bob.receive());
        }
        return events;
    }

    /** The view has come, and whoever receives waits for the state behind it. */
    private static View takeView(Duo duo) throws InterruptedException {
        return (View) Duo.receive(duo.bob, View.class::isInstance);
    }

    @Test
    void waitingForAStateCanBeInterruptedAndTakenUpAgain() throws Exception {
        try (Duo duo = duo(new Receiver())) {
            CompletableFuture<Thread> receiver = new CompletableFuture<>();
            takeView(duo);
            Duo.await(saving);
            CompletableFuture<List<Event>> inVain = Duo.elsewhere(() -> {
                receiver.complete(Thread.currentThread());
                return receive(duo, 1);
            });
            duo.ann.cast("behind the state");
            Station.get(receiver).interrupt();
            assertThatThrownBy(() -> inVain.get(Duo.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(duo.bob.receive(Duration.ofMillis(1)))
                    .as("patience may end before the state begins to come")
                    .isNull();
            maySave.countDown();
            mayEnd.countDown();
            assertThat(receive(duo, 1)).hasOnlyElementsOfType(StateReceived.class);
            assertThat(loaded).endsWith("second");
            assertThat(Duo.message(duo.bob).text()).isEqualTo("behind the state");
        }
    }

    @Test
    void anInterruptInTheMiddleOfAStateIsPutOff() throws Exception {
        try (Duo duo = duo(new Receiver())) {
            takeView(duo);
            maySave.countDown();
            CompletableFuture<Thread> receiver = new CompletableFuture<>();
            CompletableFuture<List<Event>> events = Duo.elsewhere(() -> {
                receiver.complete(Thread.currentThread());
                return receive(duo, 1);
            });
            Duo.await(halfWritten);
            Duo.await(loading);
            Station.get(receiver).interrupt();
            mayEnd.countDown();
            assertThat(Station.get(events)).hasOnlyElementsOfType(StateReceived.class);
            assertThat(loaded).startsWith("first").endsWith("second");
            assertThat(interrupted)
                    .as("the handler's thread keeps the interrupt")
                    .isTrue();
            duo.ann.cast("after it");
            assertThat(Duo.message(duo.bob).text()).isEqualTo("after it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "io", "error"})
    void nothingIsDeliveredToAMemberWhoseStateCouldNotBeLoaded(String failure) throws Exception {
        maySave.countDown();
        mayEnd.countDown();
        try (Duo duo = duo(new BrokenReceiver(failure))) {
            View first = takeView(duo);
            Receipt receipt = duo.ann.cast("too early");
            CompletableFuture<List<Event>> events = Duo.elsewhere(() -> receive(duo, 1));
            Duo.await(loading);
            assertThat(receipt.awaitStable(Duo.LIMIT))
                    .as("it is in bob's inbox")
                    .isTrue();
            mayLoad.countDown();
            assertThat(Station.get(events)).as("behind %s", first).hasOnlyElementsOfType(Left.class);
        }
    }
}
