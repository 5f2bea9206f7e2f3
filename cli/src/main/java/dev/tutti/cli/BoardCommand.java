package dev.tutti.cli;

import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.board.BoardClient;
import dev.tutti.board.BoardLimits;
import dev.tutti.board.BoardListener;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tutti board}: the bulletin board. */
@Command(
        name = "board",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "A bulletin board that needs no server.",
        description = {
            "%nEach member holds the whole board. It outlives any member but the last, and the sides of a partition put "
                    + "their boards together when they meet again.",
            "%nIn a terminal it has a prompt with history and completion. With --json, or when input or output is no "
                    + "terminal, it takes one command per line and prints one JSON object per line.%n"
        },
        footerHeading = "%nCommands:%n",
        footer = {
            "${bundle:board-commands}",
            "Examples:",
            "  tutti board --group team --name ann --bind 127.0.0.1:7801 --found",
            "  tutti board --group team --name bob --seeds 127.0.0.1:7801",
            "  printf 'post Lunch? | At noon, downstairs.\\nlist\\n' |",
            "      tutti board --group team --name carl --seeds 127.0.0.1:7801 --json",
            "",
            "Exit codes:",
            "${bundle:exit-codes}"
        })
final class BoardCommand implements Callable<Integer> {
    private final Streams streams;

    @Mixin
    NodeArguments node;

    @Option(names = "--json", description = "Take commands from standard input and print JSON, as for a script.")
    boolean json;

    @Option(
            names = "--max-posts",
            paramLabel = "N",
            description = "Refuse to post when the board has so many; the same at all members. Default: 20000.")
    int maxPosts = BoardLimits.DEFAULT.maxPosts();

    BoardCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Errors errors = new Errors("tutti board", streams.err(), node.debug);
        Options options = node.options();
        BoardLimits limits = new BoardLimits(maxPosts, BoardLimits.DEFAULT.maxBytes());
        if (json || !Tty.isInteractive()) {
            try (Node started = node.start(options, streams.err())) {
                BoardScript script = new BoardScript(streams.out(), errors, options);
                script.joining(node.group, node.name, started.address());
                try (BoardClient client = join(started, limits, script);
                        LeaveOnSignal signal = new LeaveOnSignal(client::close)) {
                    script.run(
                            client,
                            new Lines(streams.in(), BoardScript.MAX_LINE_BYTES, "split its text into two posts"));
                    signal.printed();
                }
            }
        } else {
            try (BoardTerminal terminal = BoardTerminal.open(errors, options);
                    Node started = node.start(options, terminal.notices());
                    BoardClient client = join(started, limits, terminal);
                    LeaveOnSignal signal = new LeaveOnSignal(client::close)) {
                terminal.run(client);
                signal.printed();
            }
        }
        return errors.exitCode().number();
    }

    private BoardClient join(Node started, BoardLimits limits, BoardListener listener) {
        BoardClient client =
                node.join(started, n -> BoardClient.join(n, node.group, limits, InstantSource.system(), listener));
        node.describe(client.group(), streams.err());
        return client;
    }
}
