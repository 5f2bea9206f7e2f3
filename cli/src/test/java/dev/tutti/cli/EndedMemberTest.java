package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Delivery;
import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.Group;
import dev.tutti.GroupProperties;
import dev.tutti.Left;
import dev.tutti.Receipt;
import dev.tutti.View;
import dev.tutti.ViewId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a script learns of a member that did not leave. */
class EndedMemberTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Errors errors = new Errors("tutti member", new PrintStream(err, true, StandardCharsets.UTF_8), false);

    private String run(Left.Reason reason) throws Exception {
        Lines noInput = new Lines(new ByteArrayInputStream(new byte[0]), 100, "");
        new Member(new EndingGroup(reason), new JsonOutput(out), errors, Duration.ofSeconds(1), Optional.empty())
                .run(noInput);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    void nothingIfItLeft() throws Exception {
        assertThat(run(Left.Reason.LEFT)).isEqualTo("{\"event\":\"left\"}");
        assertThat(errors.exitCode().number()).isZero();
        assertThat(err.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSED, closed, 16, leaveTimeoutMillis",
        "NAME_TAKEN, name-taken, 7, another one",
        "INCOMPATIBLE, incompatible, 8, options of the others",
        "FULL, full, 15, room"
    })
    void theReasonAnExitCodeAndWhatToDo(Left.Reason reason, String word, int exitCode, String remedy) throws Exception {
        assertThat(run(reason)).isEqualTo("{\"event\":\"left\",\"reason\":\"" + word + "\"}");
        assertThat(errors.exitCode().number()).isEqualTo(exitCode);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("tutti member: out of the group")
                .contains(remedy)
                .hasLineCount(1);
    }

    /** Shows a view and ends. */
    private static final class EndingGroup implements Group {
        private static final Endpoint SELF = new Endpoint("ann", 1, Address.parse("127.0.0.1:1"));
        private static final View VIEW = new View(
                "g",
                new ViewId(1, 1),
                List.of(SELF),
                List.of(SELF),
                List.of(SELF),
                List.of(),
                GroupProperties.DEFAULT,
                true);

        private final Queue<Event> events;
        private final Left last;

        EndingGroup(Left.Reason reason) {
            last = new Left(reason);
            events = new ArrayDeque<>(List.of(VIEW));
        }

        @Override
        public String name() {
            return "g";
        }

        @Override
        public Endpoint self() {
            return SELF;
        }

        @Override
        public View view() {
            return VIEW;
        }

        @Override
        public Receipt cast(byte[] payload, Delivery delivery) {
            throw new AssertionError("there is no input");
        }

        @Override
        public @Nullable Receipt tryCast(byte[] payload, Delivery delivery) {
            throw new AssertionError("there is no input");
        }

        @Override
        public CompletionStage<Void> whenReady() {
            throw new AssertionError("there is no input");
        }

        @Override
        public @Nullable Receipt tryGbcast(byte[] payload) {
            throw new AssertionError("there is no input");
        }

        @Override
        public Receipt gbcast(byte[] payload) {
            throw new AssertionError("there is no input");
        }

        @Override
        public CompletionStage<Void> reconfigure(GroupProperties wanted) {
            throw new AssertionError("there is no input");
        }

        @Override
        public void send(Endpoint to, byte[] payload) {
            throw new AssertionError("there is no input");
        }

        @Override
        public boolean flush(Duration timeout) {
            return true;
        }

        @Override
        public Event receive() {
            Event next = events.poll();
            return next == null ? last : next;
        }

        @Override
        public @Nullable Event receive(Duration timeout) {
            return receive();
        }

        @Override
        public void listen(Consumer<? super Event> listener) {
            throw new AssertionError("it is pulled from");
        }

        @Override
        public Map<String, Long> counters() {
            return Map.of();
        }

        @Override
        public String describe() {
            return "";
        }

        @Override
        public void leave() {}
    }
}
