package dev.tutti.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One member, as the controller starts it. */
@Command(name = "member", hidden = true, description = "One member; started by the other commands.")
final class MemberCommand implements Callable<Integer> {
    @Option(names = "--contender", required = true)
    private Contender contender;

    @Option(names = "--index", required = true)
    private int index;

    @Option(names = "--ports", required = true, split = ",")
    private List<Integer> ports;

    @Option(names = "--group", required = true)
    private String group;

    @Option(names = "--multicast-port", required = true)
    private int multicastPort;

    @Option(names = "--threads", required = true)
    private int threads;

    @Mixin
    private Tuning tuning;

    /**
     * The command line that this class reads.
     *
     * @param contender what to run
     * @param seat who the member is
     * @param threads sending threads of each member
     * @param tuning settings of the systems
     * @return arguments of {@link Main}
     */
    static List<String> arguments(Contender contender, Seat seat, int threads, Tuning tuning) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "member",
                "--contender=" + contender,
                "--index=" + seat.index(),
                "--ports="
                        + String.join(
                                ",", seat.ports().stream().map(String::valueOf).toList()),
                "--group=" + seat.group(),
                "--multicast-port=" + seat.multicastPort(),
                "--threads=" + threads));
        arguments.addAll(tuning.options());
        return arguments;
    }

    @Override
    public Integer call() throws InterruptedException {
        // Standard output belongs to the replies; what the systems print goes to the log.
        PrintStream replies = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Seat seat = new Seat(index, ports, group, multicastPort);
        new Member(contender, seat, tuning, threads, replies).serve();
        return 0;
    }
}
