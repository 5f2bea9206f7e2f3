package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.Group;
import dev.tutti.Message;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.Transport;
import dev.tutti.TransportException;
import dev.tutti.View;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
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
                joins.add(Duo.elsewhere(() -> node.join("chat")));
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
            String prefix = transport == Transport.TCP ? "tcp." : "udp.";
            assertThat(groups.get(1).counters())
                    .containsKeys("node.frames", "mnak.naks", prefix + "dropped")
                    .hasEntrySatisfying(
                            prefix + "bytes.out", bytes -> assertThat(bytes).isGreaterThan(1_000_000));
            groups.get(2).leave();
            awaitView(groups.get(0), "ann", "bob");
            awaitView(groups.get(1), "ann", "bob");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "UDP"})
    void nodesBoundToIpVersionSixJoinEachOther(Transport transport) throws Exception {
        assumeTrue(Station.hasIpVersionSix());
        try (Node ann = Tutti.start(options(transport, "ann").bind("[::1]:0").found());
                Node bob = Tutti.start(options(transport, "bob")
                        .bind("[::1]:0")
                        .seeds(ann.address().toString()))) {
            assertThat(ann.address().host()).isEqualTo("::1");
            CompletableFuture<Group> first = Duo.elsewhere(() -> ann.join("chat"));
            CompletableFuture<Group> second = Duo.elsewhere(() -> bob.join("chat"));
            awaitView(Station.get(first), "ann", "bob");
            awaitView(Station.get(second), "ann", "bob");
            Station.get(second).cast("hello");
            await(Station.get(first), Message.class, message -> message.text().equals("hello"));
        }
    }

    /** Of the addresses of a name, the one that answers is enough. */
    @Test
    void aMemberFindsItsGroupBehindTheAddressRecordsOfAName() throws Exception {
        try (Node ann = Tutti.start(options(Transport.TCP, "ann").found())) {
            Group first = ann.join("chat");
            Options named = options(Transport.TCP, "bob")
                    .with(
                            Options.DNS_SEEDS,
                            List.of(new Address("localhost", ann.address().port())));
            try (Node bob = Tutti.start(named)) {
                awaitView(bob.join("chat"), "ann", "bob");
                awaitView(first, "ann", "bob");
            }
        }
    }

    /** Two free ports; somebody else may take one before it is used, so whoever uses them tries again. */
    private static List<String> freePorts() throws IOException {
        List<String> addresses = new ArrayList<>();
        try (ServerSocket first = new ServerSocket(0);
                ServerSocket second = new ServerSocket(0);
                ServerSocket third = new ServerSocket(0)) {
            for (ServerSocket socket : List.of(first, second, third)) {
                addresses.add("127.0.0.1:" + socket.getLocalPort());
            }
        }
        return addresses;
    }

    /** Nobody is told to found the group: the founder must count itself, although it asks its seeds over the network like anybody. */
    @ParameterizedTest
    @EnumSource(Transport.class)
    void twoOfThreeSeedsFoundTheGroup(Transport transport) throws Exception {
        for (int attempt = 1; ; attempt++) {
            List<String> ports = freePorts();
            // The second is known by a name that only a look-up tells to be its own.
            String[] seeds = {ports.get(0), ports.get(1).replace("127.0.0.1", "localhost"), ports.get(2)};
            try (Node ann = Tutti.start(
                            options(transport, "ann").bind(ports.get(0)).seeds(seeds));
                    Node bob = Tutti.start(
                            options(transport, "bob").bind(ports.get(1)).seeds(seeds))) {
                CompletableFuture<Group> first = Duo.elsewhere(() -> ann.join("chat"));
                CompletableFuture<Group> second = Duo.elsewhere(() -> bob.join("chat"));
                for (CompletableFuture<Group> join : List.of(first, second)) {
                    assertThat(awaitView(Station.get(join), "ann", "bob").primary())
                            .isTrue();
                }
                return;
            } catch (TransportException taken) {
                if (attempt == 5) {
                    throw taken;
                }
            }
        }
    }
}
