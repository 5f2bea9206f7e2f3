package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Group;
import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties.Engine;
import dev.tutti.GroupProperties.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads of each of two members cast at the same time, in total order. */
class ManyThreadsTest {
    private static final int THREADS = 8;
    private static final int CASTS = 250;

    private static CompletableFuture<Boolean> casting(Group group, String name) {
        return Duo.elsewhere(() -> {
            for (int i = 0; i < CASTS; i++) {
                group.cast(name + " " + i);
            }
            return true;
        });
    }

    private static List<String> all(Group group) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < 2 * THREADS * CASTS) {
            texts.add(Duo.message(group).text());
        }
        return texts;
    }

    private static <T> T get(CompletableFuture<T> outcome) throws Exception {
        return outcome.get(Duo.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void bothMembersAreHandedAllOfThemInOneOrderAndEachThreadsInItsOwn(Engine engine) throws Exception {
        GroupOptions total = GroupOptions.DEFAULT.order(Order.TOTAL).engine(engine);
        try (Duo duo = new Duo(UnaryOperator.identity(), total, total)) {
            CompletableFuture<List<String>> anns = Duo.elsewhere(() -> all(duo.ann));
            CompletableFuture<List<String>> bobs = Duo.elsewhere(() -> all(duo.bob));
            List<CompletableFuture<Boolean>> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                threads.add(casting(duo.ann, "ann" + i));
                threads.add(casting(duo.bob, "bob" + i));
            }
            for (CompletableFuture<Boolean> thread : threads) {
                assertThat(get(thread)).isTrue();
            }

            List<String> order = get(anns);
            assertThat(get(bobs)).isEqualTo(order);
            assertThat(order).doesNotHaveDuplicates();
            for (String member : List.of("ann", "bob")) {
                for (int i = 0; i < THREADS; i++) {
                    String name = member + i + " ";
                    assertThat(order.stream().filter(text -> text.startsWith(name)))
                            .extracting(text -> Integer.parseInt(text.substring(name.length())))
                            .isSorted()
                            .hasSize(CASTS);
                }
            }
        }
    }
}
