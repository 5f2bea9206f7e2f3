package dev.tutti.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that all measurements share. */
final class Setup {
    /**
     * Enough for every system, and touched before anything is measured: a heap that is not yet backed by memory makes the first use of
     * each page cost more than the message on it. G1, as a service has by default; IPv4, as the addresses are.
     */
    private static final String DEFAULT_JVM =
            "-Xms512m -Xmx512m -XX:+AlwaysPreTouch -XX:+UseTransparentHugePages -XX:+UseG1GC -Djava.net.preferIPv4Stack=true"
                    + " --enable-native-access=ALL-UNNAMED";

    @Option(
            names = "--systems",
            paramLabel = "S",
            split = ",",
            description =
                    "what to measure, in this order: tutti-tcp, tutti-tcp-unpacked, tutti-udp, tutti-multicast, jgroups-tcp,"
                            + " jgroups-udp, jgroups-udp-new (default: all but tutti-tcp-unpacked); a Tutti with a colon and what its"
                            + " group runs, as in \"tutti-tcp:order=total engine=token resilience=1\"")
    private List<Contender> systems = Contender.usual();

    @Option(names = "--members", paramLabel = "N", description = "processes in the group (default: ${DEFAULT-VALUE})")
    private int members = 4;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "runs of each system and workload, interleaved (default: ${DEFAULT-VALUE})")
    private int runs = 3;

    @Option(
            names = "--jvm",
            paramLabel = "OPTIONS",
            description = "options of every member's JVM (default: ${DEFAULT-VALUE})")
    private String jvm = DEFAULT_JVM;

    @Option(names = "--json", paramLabel = "FILE", description = "also write conditions, runs and summary to a file")
    private @Nullable Path json;

    @Mixin
    private Tuning tuning;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private int threads = 1;

    /**
     * Checks the options.
     *
     * @param sendingThreads of each member
     * @throws ParameterException if one is out of range
     */
    void check(int sendingThreads) {
        threads = sendingThreads;
        require(members >= 2 && members <= 64, "--members must be 2 to 64, not " + members);
        require(runs >= 1, "--runs must be at least 1, not " + runs);
        require(threads >= 1 && threads <= 64, "--threads must be 1 to 64, not " + threads);
    }

    /**
     * Refuses the command line.
     *
     * @param holds what must be true
     * @param otherwise what to say if it is not
     * @throws ParameterException with that text
     */
    void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    /**
     * The command line of a member.
     *
     * @param contender what to run
     * @param seat who it is
     * @return program and arguments
     */
    List<String> command(Contender contender, Seat seat) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions());
        command.addAll(contender.brand().properties(seat, tuning));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.addAll(MemberCommand.arguments(contender, seat, threads, tuning));
        return command;
    }

    List<String> jvmOptions() {
        return Arrays.stream(jvm.split(" ")).filter(option -> !option.isBlank()).toList();
    }

    List<Contender> systems() {
        return systems;
    }

    int members() {
        return members;
    }

    int runs() {
        return runs;
    }

    int threads() {
        return threads;
    }

    Tuning tuning() {
        return tuning;
    }

    @Nullable Path json() {
        return json;
    }
}
