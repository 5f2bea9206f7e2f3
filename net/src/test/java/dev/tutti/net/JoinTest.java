package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Group;
import dev.tutti.GroupOptions;
import dev.tutti.JoinException;
import dev.tutti.Node;
import dev.tutti.Options;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What a node says that does not get in. */
class JoinTest {
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    private final Queue<String> notices = new ConcurrentLinkedQueue<>();

    private static Options options(String name) {
        return Options.local().name(name);
    }

    @Test
    void isRefusedOnceWhateverElseItIsTold() {
        try (Node ann = Tutti.start(options("ann").found())) {
            ann.join("chat");
            Options seeded = options("bob").seeds(ann.address().toString());
            try (Node bob = Tutti.start(seeded, notices::add)) {
                assertThatThrownBy(() -> bob.join("chat", GroupOptions.DEFAULT.withPrimaryOnly()))
                        .isInstanceOfSatisfying(
                                JoinException.class,
                                refused -> assertThat(refused.reason()).isEqualTo(JoinException.Reason.INCOMPATIBLE));
            }
        }
        assertThat(notices).noneMatch(notice -> notice.contains("not let in"));
    }

    @Test
    void saysThatTheGroupIsFull() {
        try (Node ann = Tutti.start(options("ann").found().with(Options.MAX_MEMBERS, 1))) {
            ann.join("chat");
            Options seeded = options("bob").seeds(ann.address().toString());
            try (Node bob = Tutti.start(seeded, notices::add)) {
                assertThatThrownBy(() -> bob.join("chat"))
                        .isInstanceOfSatisfying(
                                JoinException.class,
                                refused -> assertThat(refused.reason()).isEqualTo(JoinException.Reason.FULL))
                        .hasMessageContaining("maxMembers");
            }
        }
    }

    @Test
    void saysWhereOthersWouldHaveAnswered() {
        Options silent = options("ann").seeds("127.0.0.1:1").with(Options.JOIN_TIMEOUT, Duration.ofMillis(300));
        try (Node ann = Tutti.start(silent, notices::add)) {
            assertThatThrownBy(() -> ann.join("chat"))
                    .isInstanceOf(JoinException.class)
                    .hasMessageContaining("that they can connect to this node at " + ann.address());
        }
    }

    @Test
    void mayBeTriedAgain() {
        try (Node bob = Tutti.start(options("bob").found())) {
            Options patient =
                    options("ann").seeds(bob.address().toString()).with(Options.JOIN_TIMEOUT, Duration.ofMillis(200));
            try (Node ann = Tutti.start(patient, notices::add)) {
                assertThatThrownBy(() -> ann.join("chat")).isInstanceOf(JoinException.class);
                assertThatThrownBy(() -> ann.join("chat")).isInstanceOf(JoinException.class);
                bob.join("chat");
                assertThat(joinPatiently(ann).view().members()).hasSize(2);
                assertThatThrownBy(() -> ann.join("chat"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("already");
            }
        }
    }

    /** On a busy machine an answer may take longer than one try. */
    private static Group joinPatiently(Node node) {
        for (int attempt = 1; ; attempt++) {
            try {
                return node.join("chat");
            } catch (JoinException late) {
                if (attempt == 50) {
                    throw late;
                }
            }
        }
    }

    @Test
    void waitsForAsLongAsAnybodyMayWant() throws InterruptedException {
        try (Node ann = Tutti.start(options("ann").found());
                Group group = ann.join("chat")) {
            assertThat(group.cast("hello").awaitStable(ENDLESS)).isTrue();
            assertThat(group.flush(ENDLESS)).isTrue();
            assertThat(group.receive(ENDLESS)).isNotNull();
        }
    }
}
