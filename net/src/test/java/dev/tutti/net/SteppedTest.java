package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Event;
import dev.tutti.GroupClosedException;
import dev.tutti.GroupOptions;
import dev.tutti.JoinException;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.Options;
import dev.tutti.SteppedGroup;
import dev.tutti.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes that one thread steps, which never waits for anything but the network. */
class SteppedTest {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Stepped ann = Tutti.stepped(Options.local().name("ann").found());
    private final Stepped bob =
            Tutti.stepped(Options.local().name("bob").seeds(ann.node().address().toString()));
    private final List<Event> anns = new ArrayList<>();
    private final List<Event> bobs = new ArrayList<>();

    @AfterEach
    void close() {
        for (Stepped each : List.of(ann, bob)) {
            each.node().close();
            while (each.step(STEP_NANOS)) {}
        }
    }

    private void stepUntil(BooleanSupplier reached) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime() - limit).as("waited in vain").isNegative();
            ann.step(STEP_NANOS);
            bob.step(STEP_NANOS);
        }
    }

    private static void drain(SteppedGroup group, List<Event> to) {
        for (Event event = group.poll(); event != null; event = group.poll()) {
            to.add(event);
            if (event instanceof Left) {
                return;
            }
        }
    }

    private static List<String> texts(List<Event> events) {
        return events.stream()
                .map(event -> event instanceof Message message ? message.text() : "")
                .filter(text -> !text.isEmpty())
                .toList();
    }

    @Test
    void joinTalkAndLeave() {
        SteppedGroup annsGroup = ann.begin("chat", GroupOptions.DEFAULT);
        SteppedGroup bobsGroup = bob.begin("chat", GroupOptions.DEFAULT);
        assertThat(annsGroup.isJoined()).isFalse();
        stepUntil(() -> annsGroup.isJoined()
                && bobsGroup.isJoined()
                && annsGroup.view().members().size() == 2);

        assertThat(annsGroup.tryCast("cast".getBytes(StandardCharsets.UTF_8))).isNotNull();
        assertThat(annsGroup.trySend(bobsGroup.self(), "send".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        stepUntil(() -> {
            drain(annsGroup, anns);
            drain(bobsGroup, bobs);
            return texts(anns).contains("cast") && texts(bobs).containsAll(List.of("cast", "send"));
        });
        assertThat(annsGroup.tryGbcast("gbcast".getBytes(StandardCharsets.UTF_8)))
                .isNotNull();
        stepUntil(() -> {
            drain(bobsGroup, bobs);
            return texts(bobs).contains("gbcast");
        });

        bobsGroup.beginLeave();
        assertThatThrownBy(() -> bobsGroup.trySend(annsGroup.self(), new byte[1]))
                .isInstanceOf(GroupClosedException.class);
        stepUntil(() -> bobsGroup.isClosed() && annsGroup.view().members().size() == 1);
        drain(bobsGroup, bobs);
        assertThat(bobs.getFirst()).isInstanceOf(View.class);
        assertThat(bobs.getLast()).isEqualTo(new Left(Left.Reason.LEFT));
    }

    @Test
    void learnThatTheyCannotJoin() {
        SteppedGroup annsGroup = ann.begin("chat", GroupOptions.DEFAULT);
        SteppedGroup bobsGroup = bob.begin("chat", GroupOptions.DEFAULT.withPrimaryOnly());
        stepUntil(() -> bobsGroup.joinFailure() != null);
        assertThat(bobsGroup.joinFailure())
                .extracting(JoinException::reason)
                .isEqualTo(JoinException.Reason.INCOMPATIBLE);
        assertThat(annsGroup.joinFailure()).isNull();
        bobsGroup.beginLeave();
        stepUntil(bobsGroup::isClosed);
    }

    @Test
    void belongToTheirThread() {
        assertThatThrownBy(() -> Duo.elsewhere(() -> ann.begin("chat", GroupOptions.DEFAULT))
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("begin() belongs to the thread that made the node");
    }
}
