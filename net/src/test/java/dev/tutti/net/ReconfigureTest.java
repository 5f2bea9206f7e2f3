package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.ConfigException;
import dev.tutti.Group;
import dev.tutti.GroupClosedException;
import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Engine;
import dev.tutti.GroupProperties.Order;
import dev.tutti.Message;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A running group between real nodes moves to another stack. */
class ReconfigureTest {
    private static final GroupProperties TOTAL = GroupProperties.DEFAULT
            .order(Order.TOTAL)
            .engine(Engine.ROUND_ROBIN)
            .resilience(1);

    private static void await(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(Duo.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<String> messages(Group group, int count) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            texts.add(Duo.message(group).text());
        }
        return texts;
    }

    @Test
    void whatWasCastBeforeAndBehindItArrivesOnceAndInOrder() throws Exception {
        try (Duo duo = new Duo()) {
            for (int i = 0; i < 500; i++) {
                duo.bob.cast("b" + i);
            }
            CompletionStage<Void> granted = duo.bob.reconfigure(TOTAL);
            for (int i = 500; i < 1_000; i++) {
                duo.bob.cast("b" + i);
            }
            await(granted);
            assertThat(duo.bob.view().properties()).isEqualTo(TOTAL);
            assertThat(duo.bob.describe()).contains("round-robin");
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                expected.add("b" + i);
            }
            assertThat(messages(duo.ann, 1_000)).isEqualTo(expected);
            assertThat(messages(duo.bob, 1_000)).isEqualTo(expected);
        }
    }

    @Test
    void whoComesLaterGetsWhatTheGroupRuns() throws Exception {
        try (Duo duo = new Duo()) {
            await(duo.ann.reconfigure(TOTAL));
            try (Node cid = Tutti.start(
                    Options.local().name("cid").seeds(duo.annNode.address().toString()))) {
                assertThat(cid.join("chat").view().properties()).isEqualTo(TOTAL);
            }
            await(duo.bob.reconfigure(GroupProperties.DEFAULT));
            assertThat(duo.bob.view().properties()).isEqualTo(GroupProperties.DEFAULT);
        }
    }

    @Test
    void aListenerMayAskForItToo() throws Exception {
        try (Duo duo = new Duo()) {
            duo.ann.listen(event -> {
                if (event instanceof Message) {
                    var unused = duo.ann.reconfigure(TOTAL);
                }
            });
            duo.bob.cast("now");
            View view = (View) Duo.receive(
                    duo.bob,
                    event -> event instanceof View next && next.properties().equals(TOTAL));
            assertThat(view.members()).hasSize(2);
        }
    }

    @Test
    void contradictionsAndLateWishesAreRefused() {
        try (Duo duo = new Duo()) {
            assertThatThrownBy(() -> duo.ann.reconfigure(GroupProperties.DEFAULT.engine(Engine.TOKEN)))
                    .isInstanceOf(ConfigException.class);
            duo.bob.leave();
            assertThatThrownBy(() -> duo.bob.reconfigure(TOTAL)).isInstanceOf(GroupClosedException.class);
        }
    }
}
