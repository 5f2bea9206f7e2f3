package dev.tutti.net;

import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.Group;
import dev.tutti.Message;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.Transport;
import dev.tutti.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole nodes over each transport. */
class GroupTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Options options(Transport transport, String name) {
        return Options.local().name(name).transport(transport);
    }

    private static <T extends Event> T await(Group group, Class<T> type, Predicate<T> wanted)
            throws InterruptedException {
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < limit) {
            Event event = group.receive(Duration.ofNanos(limit - System.nanoTime()));
            if (type.isInstance(event) && wanted.test(type.cast(event))) {
                return type.cast(event);
            }
        }
        throw new AssertionError("nothing of the kind came");
    }

    private static View awaitView(Group group, String... names) throws InterruptedException {
        return await(
                group,
                View.class,
                view -> view.members().stream().map(Endpoint::name).toList().containsAll(List.of(names))
                        && view.members().size() == names.length);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void nodesFormAGroupTalkAndNoticeADeparture(Transport transport) throws Exception {
        try (Node ann = Tutti.start(options(transport, "ann").found());
                Node bob = Tutti.start(
                        options(transport, "bob").seeds(ann.address().toString()));
                Node cid = Tutti.start(
                        options(transport, "cid").seeds(ann.address().toString()))) {
            List<CompletableFuture<Group>> joins = new ArrayList<>();
            for (Node node : List.of(ann, bob, cid)) {
                joins.add(CompletableFuture.supplyAsync(() -> node.join("chat")));
            }
            List<Group> groups = new ArrayList<>();
            for (CompletableFuture<Group> join : joins) {
                groups.add(Station.get(join));
            }
            for (Group group : groups) {
                awaitView(group, "ann", "bob", "cid");
            }
            groups.get(0).cast("small");
            groups.get(1).cast(new byte[1_000_000]);
            for (Group group : groups) {
                Set<Integer> lengths = new HashSet<>();
                await(group, Message.class, message -> {
                    lengths.add(message.payload().length);
                    return lengths.equals(Set.of(5, 1_000_000));
                });
            }
            groups.get(2).leave();
            awaitView(groups.get(0), "ann", "bob");
            awaitView(groups.get(1), "ann", "bob");
        }
    }
}
