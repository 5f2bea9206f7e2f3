package dev.tutti.cli;

import dev.tutti.Group;
import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.Node;
import dev.tutti.Options;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tutti member}: a netcat for groups. */
@Command(
        name = "member",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "A netcat for groups: casts what it reads, prints what it delivers.",
        description =
                "%nJoins a group, casts each line of standard input, and prints views and messages. At the end of "
                        + "the input it waits until its casts are stable, and leaves.%n",
        footerHeading = "%nLines that begin with a slash are commands:%n",
        footer = {
            "  /send NAME TEXT   send TEXT to one member",
            "  /unordered TEXT   cast TEXT so that it may overtake other casts",
            "  /gbcast TEXT      cast TEXT in order with everything: after all else in this view, before the next",
            "  /switch PROPERTIES  let the group run something else, and wait until it does: order=O engine=E",
            "                    resilience=R causal-sends, as the options below say; what is not named is as by default",
            "  /view             print the present view again",
            "  /flush            wait until all own casts are stable, then print that they are",
            "  /leave            leave; the rest of standard input is not read",
            "  //TEXT            cast a line that begins with a slash",
            "",
            "Examples:",
            "  tutti member --group chat --name ann --bind 127.0.0.1:7801 --found",
            "  tutti member --group chat --name bob --seeds 127.0.0.1:7801",
            "  seq 1000 | tutti member --group chat --name counter --seeds 127.0.0.1:7801 --json",
            "  tutti member --group log --name cid --seeds 127.0.0.1:7801 --order total --engine token --resilience 1",
            "",
            "A line that is refused is reported on standard error and the next one follows. The exit code is that of "
                    + "the first error.",
            "",
            "Exit codes:",
            "${bundle:exit-codes}"
        })
final class MemberCommand implements Callable<Integer> {
    private final Streams streams;

    @Mixin
    NodeArguments node;

    @Option(
            names = "--order",
            paramLabel = "O",
            description = {
                "Order of delivery; the same at all members. One of",
                "fifo (default): per sender;",
                "causal: after all that its sender had been delivered;",
                "total: the same at all members;",
                "total-causal: both."
            })
    String order = "fifo";

    @Option(
            names = "--engine",
            paramLabel = "E",
            description = "How a total order is made: sequencer (default), token, rotating-token or round-robin.")
    @Nullable String engine;

    @Option(
            names = "--resilience",
            paramLabel = "R",
            description = "Deliver only what so many other members hold too, or all. Default: 0.")
    String resilience = "0";

    @Option(names = "--primary", description = "Refuse to cast while the view is not primary.")
    boolean primary;

    @Option(names = "--json", description = "Print one JSON object per line, and nothing else, to standard output.")
    boolean json;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write what happens here to FILE, for tutti check. Cast no text twice then.")
    @Nullable Path trace;

    @Option(names = "--stats", description = "Print counters as a last line of JSON.")
    boolean stats;

    @Option(
            names = "--flush-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long /flush and the end of input wait for casts to be stable. Default: 60s.")
    Duration flushTimeout = Duration.ofSeconds(60);

    MemberCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Errors errors = new Errors("tutti member", streams.err(), node.debug);
        GroupOptions groupOptions = groupOptions();
        Options options = node.options();
        try (Writer traceFile = traceFile();
                Node started = node.start(options, streams.err())) {
            Group group = node.join(started, n -> n.join(node.group, groupOptions));
            node.describe(group, streams.err());
            MemberOutput output = json ? new JsonOutput(streams.out()) : new PlainOutput(streams.out());
            Lines lines = new Lines(
                    streams.in(),
                    Member.maxLineBytes(options),
                    "split it, or raise the limit at all members with --set maxPayloadBytes=N");
            Optional<MemberTrace> traced =
                    Optional.ofNullable(traceFile).map(file -> new MemberTrace(file, group.self(), groupOptions));
            Member member = new Member(group, output, errors, flushTimeout, traced);
            try (LeaveOnSignal signal = new LeaveOnSignal(group::leave)) {
                member.run(lines);
                if (stats) {
                    output.stats(group.counters());
                }
                signal.printed();
            }
        }
        return errors.exitCode().number();
    }

    /** Opened before the node, so that a member whose trace would be lost does not join. */
    private @Nullable Writer traceFile() {
        try {
            return trace == null ? null : Files.newBufferedWriter(trace, StandardCharsets.UTF_8);
        } catch (IOException unwritable) {
            throw new UsageException("--trace " + trace + ": cannot be written: " + FileProblem.of(unwritable)
                    + "; name a file in a folder where files can be made");
        }
    }

    private GroupOptions groupOptions() {
        GroupOptions asked = GroupOptions.DEFAULT
                .order(chosen("--order", GroupProperties.Order.values(), order))
                .resilience(degree());
        asked = primary ? asked.withPrimaryOnly() : asked;
        asked = engine == null ? asked : asked.engine(chosen("--engine", GroupProperties.Engine.values(), engine));
        return asked.validate();
    }

    private int degree() {
        if (resilience.equals("all")) {
            return GroupProperties.ALL;
        }
        try {
            return Integer.parseUnsignedInt(resilience);
        } catch (NumberFormatException wrong) {
            throw new UsageException("--resilience " + Clean.brief(resilience) + ": it is a number of members, or all");
        }
    }

    private static <E extends Enum<E>> E chosen(String option, E[] known, String word) {
        for (E one : known) {
            if (JsonOutput.word(one).equals(word)) {
                return one;
            }
        }
        String kind = option.substring(2);
        throw new UsageException(option + " " + Clean.brief(word) + ": there is no such " + kind + "; there are "
                + Arrays.stream(known).map(JsonOutput::word).collect(Collectors.joining(", ")));
    }
}
