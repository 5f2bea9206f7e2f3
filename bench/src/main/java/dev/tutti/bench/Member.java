package dev.tutti.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;

/**
 * The member's side of a run: does what the controller writes to standard input, a line at a time, and replies on standard output.
 *
 * <pre>
 * clock                     clock NANOS
 * rehearse PORT             rehearsed
 * join                      joined BEGAN_NANOS JOINED_NANOS
 * phase ... see {@link Phase}          done ... see {@link PhaseResult}
 * leave                     left
 * </pre>
 *
 * Instead of each reply may come {@code failed REASON}; at any time may come {@code view NANOS INDEX,INDEX,...}. When standard input
 * ends, the controller is gone, and so is the member.
 */
final class Member implements Peer.Listener {
    private final PrintStream replies;
    private final Checker checker;
    private final Peer peer;
    private final List<Caster> casters = new ArrayList<>();
    private final Contender contender;
    private final Seat seat;
    private final Tuning tuning;
    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /**
     * Makes a member.
     *
     * @param contender what to run
     * @param seat who it is
     * @param tuning settings of the systems
     * @param threads sending threads of each member
     * @param replies where replies go
     */
    Member(Contender contender, Seat seat, Tuning tuning, int threads, PrintStream replies) {
        this.replies = replies;
        this.contender = contender;
        this.seat = seat;
        this.tuning = tuning;
        Payload payload = new Payload(Payload.MAX_BYTES);
        checker = new Checker(seat.index(), seat.ports().size(), threads, payload);
        peer = contender.brand().peer(seat, tuning, this);
        for (int thread = 0; thread < threads; thread++) {
            casters.add(new Caster(peer, payload, seat.index() * threads + thread));
        }
    }

    @Override
    public void delivered(int sender, byte[] array, int offset, int length) {
        checker.delivered(sender, array, offset, length);
    }

    @Override
    public void view(List<Integer> members) {
        long nowNanos = System.nanoTime();
        reply("view " + nowNanos + " " + members.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    /**
     * Serves the controller until it says leave.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void serve() throws InterruptedException {
        BlockingQueue<String> commands = new ArrayBlockingQueue<>(16);
        Thread.ofPlatform().daemon().name("commands").start(() -> readCommands(commands));
        boolean open = true;
        while (open) {
            String[] words = commands.take().split(" ");
            try {
                switch (words[0]) {
                    case "clock" -> reply("clock " + System.nanoTime());
                    case "rehearse" -> rehearse(Integer.parseInt(words[1]));
                    case "join" -> join();
                    case "phase" -> reply(run(Phase.parse(words)).line());
                    case "leave" -> {
                        open = false;
                        leave();
                    }
                    default -> throw new Failure("no such command: " + words[0]);
                }
            } catch (InterruptedException interrupted) {
                throw interrupted;
            } catch (Failure failure) {
                reply("failed " + failure.getMessage());
            } catch (Exception thrown) {
                reply("failed " + logged(thrown));
            }
        }
    }

    private void readCommands(BlockingQueue<String> commands) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.put(line);
            }
        } catch (IOException | InterruptedException gone) {
            System.err.println("commands ended: " + gone);
        }
        // At once, whatever the systems' threads are doing.
        Runtime.getRuntime().halt(0);
    }

    /** Joins and leaves a group of its own, so that what is measured later does not include loading the system's classes. */
    private void rehearse(int port) throws Exception {
        Peer alone = contender.brand().peer(seat.alone(port), tuning, new Peer.Listener() {
            @Override
            public void delivered(int sender, byte[] array, int offset, int length) {}

            @Override
            public void view(List<Integer> members) {}
        });
        alone.join();
        alone.leave();
        reply("rehearsed");
    }

    private void join() throws Exception {
        long beganNanos = System.nanoTime();
        peer.join();
        reply("joined " + beganNanos + " " + System.nanoTime());
    }

    private void leave() throws Failure {
        checker.verify();
        peer.leave();
        reply("left");
    }

    private PhaseResult run(Phase phase) throws Failure, InterruptedException {
        long cpuNanos = process.getProcessCpuTime();
        long sentBefore = sent();
        OptionalLong framesBefore = peer.frames();
        checker.beginPhase();
        List<Thread> threads = new ArrayList<>();
        if (seat.index() < phase.senders()) {
            for (Caster caster : casters) {
                threads.add(Thread.ofPlatform().daemon().name("caster").start(() -> cast(caster, phase)));
            }
        }
        checker.awaitPhase(phase.senders(), phase.endNanos() + phase.drainNanos());
        for (Thread thread : threads) {
            thread.join();
        }
        return new PhaseResult(
                sent() - sentBefore,
                checker.deliveredInPhase(),
                checker.endNanos(),
                process.getProcessCpuTime() - cpuNanos,
                framesBefore.isPresent() ? peer.frames().orElse(0) - framesBefore.getAsLong() : -1,
                checker.latencies());
    }

    private void cast(Caster caster, Phase phase) {
        try {
            caster.run(phase);
        } catch (Exception thrown) {
            checker.violated("cast failed: " + logged(thrown));
        }
    }

    private long sent() {
        return casters.stream().mapToLong(Caster::sent).sum();
    }

    private void reply(String line) {
        synchronized (replies) {
            replies.println(line);
            replies.flush();
        }
    }

    /** The first line of what went wrong; the whole of it goes to the member's log, which the controller shows. */
    private static String logged(Throwable thrown) {
        thrown.printStackTrace();
        return thrown.toString().lines().findFirst().orElse("");
    }
}
