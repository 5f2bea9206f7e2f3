package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeedsTest {
    private static final Address FIXED = new Address("10.0.0.1", 7800);
    private static final Address FIRST = new Address("10.0.0.2", 7800);
    private static final Address SECOND = new Address("10.0.0.3", 7800);

    private static final String SERVICE = "_tutti._tcp.example.org";

    private final BlockingQueue<SrvRecords.Answer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
    private final BlockingQueue<InetAddress[]> addresses = new LinkedBlockingQueue<>();
    private final Resolver resolver = new Resolver("seeds-test", this::addressesOf);
    private volatile boolean stop;

    private static Options options() {
        return Options.local().name("a").seeds("10.0.0.1:7800").with(Options.PROBE, Duration.ofMillis(10));
    }

    /** Steps a loop with seeds on it until the test ends. */
    private Seeds seeds(Options options, Function<String, SrvRecords.Answer> srv) {
        CompletableFuture<Seeds> made = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            Notices said = new Notices(notices::add, System::nanoTime);
            Loop loop = new Loop(Sockets.NIO, said);
            Seeds seeds = new Seeds(options, srv, resolver, loop, said);
            made.complete(seeds);
            while (!stop) {
                loop.step(10_000_000, () -> {});
            }
            seeds.close();
            loop.end();
        });
        thread.setDaemon(true);
        thread.start();
        return Station.get(made);
    }

    /** {@code localhost} is what the system says; any other name is what the test says next, and unknown if that is nothing. */
    private InetAddress[] addressesOf(String name) throws UnknownHostException {
        if (name.equals("localhost")) {
            return InetAddress.getAllByName(name);
        }
        asked.add(name);
        InetAddress[] answer = Station.take(addresses);
        if (answer.length == 0) {
            throw new UnknownHostException(name);
        }
        return answer;
    }

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    }

    @AfterEach
    void end() {
        stop = true;
        resolver.close();
    }

    @Test
    void whatWasConfiguredIsKnownAtOnce() {
        assertThat(seeds(options(), name -> new SrvRecords.Answer.Failed("unused"))
                        .known())
                .containsExactly(FIXED);
    }

    /** Answers as it is told; when it is asked once more, the answer before has been taken in. */
    private SrvRecords.Answer answer(String name) {
        asked.add(name);
        return Station.take(answers);
    }

    private void answerWith(SrvRecords.Answer answer) {
        answers.add(answer);
        Station.take(asked);
    }

    @Test
    void namesAreLookedUpInTheBackground() {
        Options options = options()
                .with(Options.DNS_SEEDS, List.of(new Address("localhost", 7801)))
                .with(Options.SRV_SEEDS, List.of(SERVICE));
        Seeds seeds = seeds(options, this::answer);
        Station.take(asked);
        assertThat(seeds.complete()).isFalse();
        answerWith(new SrvRecords.Answer.Found(List.of(FIRST)));
        assertThat(seeds.complete()).isTrue();
        assertThat(seeds.known()).startsWith(FIXED).endsWith(FIRST).hasSizeGreaterThan(2);
        assertThat(seeds.known().get(1).port()).isEqualTo(7801);
    }

    /** A headless service: one name, an address for each process, which come and go. */
    @Test
    void eachAddressOfANameIsASeedAndTheyAreLookedUpAgain() throws UnknownHostException {
        Options options = options().with(Options.DNS_SEEDS, List.of(new Address("group.example.org", 7800)));
        Seeds seeds = seeds(options, name -> new SrvRecords.Answer.Failed("unused"));
        Station.take(asked);
        addresses.add(new InetAddress[] {address(2), address(3)});
        Station.take(asked);
        assertThat(seeds.known()).containsExactly(FIXED, FIRST, SECOND);
        addresses.add(new InetAddress[] {address(3)});
        Station.take(asked);
        assertThat(seeds.known()).containsExactly(FIXED, SECOND);
        addresses.add(new InetAddress[0]);
        Station.take(asked);
        assertThat(seeds.known()).as("the last good answer").containsExactly(FIXED, SECOND);
        assertThat(Station.take(notices)).contains("group.example.org", "unknown host");
        addresses.add(new InetAddress[] {address(2)});
    }

    @Test
    void servicesAreAskedForAtANameServer() throws IOException {
        try (NameServer server = new NameServer(
                List.of(new NameServer.Service(20, 7800, "10.0.0.3"), new NameServer.Service(10, 7800, "10.0.0.2")))) {
            Options options = options().with(Options.SRV_SEEDS, List.of(SERVICE));
            BlockingQueue<SrvRecords.Answer> come = new LinkedBlockingQueue<>();
            Seeds seeds = seeds(options, name -> {
                SrvRecords.Answer answer = come.isEmpty() && asked.isEmpty()
                        ? new SrvRecords(server.url()).look(name)
                        : Station.take(answers);
                come.add(answer);
                asked.add(name);
                return answer;
            });
            Station.take(asked);
            answers.add(new SrvRecords.Answer.Failed("gone"));
            Station.take(asked);
            assertThat(seeds.known()).containsExactly(FIXED, FIRST, SECOND);
            answers.add(new SrvRecords.Answer.Failed("gone"));
        }
    }

    @Test
    void answersAreRefreshedAndTheLastGoodOneIsKept() {
        Seeds seeds = seeds(options().with(Options.SRV_SEEDS, List.of(SERVICE)), this::answer);
        Station.take(asked);
        assertThat(seeds.known()).containsExactly(FIXED);
        answerWith(new SrvRecords.Answer.Found(List.of(FIRST)));
        assertThat(seeds.known()).containsExactly(FIXED, FIRST);
        answerWith(new SrvRecords.Answer.Found(List.of(SECOND, FIXED)));
        assertThat(seeds.known()).containsExactly(FIXED, SECOND);
        answerWith(new SrvRecords.Answer.Failed("no answer"));
        answerWith(new SrvRecords.Answer.Failed("no answer"));
        assertThat(seeds.complete()).as("it was once").isTrue();
        assertThat(seeds.known()).containsExactly(FIXED, SECOND);
        assertThat(Station.take(notices)).contains(SERVICE, "no answer", "keeping the 2 known before");
        assertThat(notices).as("the second failure was no news").isEmpty();
        answerWith(new SrvRecords.Answer.Found(List.of(FIRST, SECOND)));
        assertThat(seeds.known()).containsExactly(FIXED, FIRST, SECOND);
    }

    @Test
    void aLookUpThatThrowsIsNotTheLast() {
        BlockingQueue<RuntimeException> thrown = new LinkedBlockingQueue<>();
        thrown.add(new IllegalStateException("no provider"));
        Seeds seeds = seeds(options().with(Options.SRV_SEEDS, List.of(SERVICE)), name -> {
            RuntimeException first = thrown.poll();
            if (first != null) {
                throw first;
            }
            return answer(name);
        });
        Station.take(asked);
        answerWith(new SrvRecords.Answer.Found(List.of(FIRST)));
        assertThat(seeds.known()).containsExactly(FIXED, FIRST);
        assertThat(Station.take(notices)).contains("no provider");
        answers.add(new SrvRecords.Answer.Failed("the end"));
    }
}
