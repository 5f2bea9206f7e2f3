package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.ConfigException;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.TransportException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TuttiTest {
    private static Options options() {
        return Options.local().name("ann").found();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void aNodeHasAnAddressAndOneThreadNamedAfterIt() {
        try (Node node = Tutti.start(options())) {
            assertThat(node.address().port()).isPositive();
            assertThat(threads()).contains("tutti-ann");
        }
    }

    @Test
    void allThatIsWrongWithTheOptionsIsSaid() {
        assertThatThrownBy(() -> Tutti.start(Options.local()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("name")
                .hasMessageContaining("no seeds");
    }

    @Test
    void aNetworkThatCannotBeOpenedIsSaidToTheCaller() {
        try (Node node = Tutti.start(options())) {
            assertThatThrownBy(() -> Tutti.start(
                            options().name("bob").bind(node.address().toString())))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("the port is taken");
            assertThat(threads()).doesNotContain("tutti-bob");
        }
    }

    @Test
    void theEmbedderCanStepTheLoop() throws InterruptedException {
        BlockingQueue<String> notices = new LinkedBlockingQueue<>();
        CompletableFuture<Node> made = new CompletableFuture<>();
        CompletableFuture<Stepped> elsewhere = new CompletableFuture<>();
        Thread embedder = new Thread(() -> {
            Stepped stepped = Tutti.stepped(options(), notices::add);
            made.complete(stepped.node());
            elsewhere.complete(stepped);
            boolean going = true;
            while (going) {
                going = stepped.step(1_000_000_000);
            }
        });
        embedder.start();
        Node node = Station.get(made);
        assertThat(node.address().port()).isPositive();
        assertThatThrownBy(() -> Station.get(elsewhere).step(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the thread that made the node");
        node.close();
        embedder.join(20_000);
        assertThat(embedder.isAlive())
                .as("the last step said that there is nothing left")
                .isFalse();
        node.close();
    }
}
