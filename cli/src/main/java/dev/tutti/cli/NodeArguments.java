package dev.tutti.cli;

import dev.tutti.Address;
import dev.tutti.ConfigException;
import dev.tutti.Group;
import dev.tutti.JoinException;
import dev.tutti.Names;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.Transport;
import dev.tutti.TransportException;
import dev.tutti.net.Tutti;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that joins a group. */
final class NodeArguments {
    @Option(names = "--group", required = true, paramLabel = "G", description = "Name of the group.")
    String group;

    @Option(
            names = "--name",
            required = true,
            paramLabel = "N",
            description = "Name of this member; no other live member of the group may have it.")
    String name;

    @Option(
            names = "--bind",
            paramLabel = "HOST:PORT",
            description = "Where to listen; port 0 is any free one. Default: 127.0.0.1:0.")
    @Nullable String bind;

    @Option(
            names = "--advertise",
            paramLabel = "HOST:PORT",
            description = "What others connect to, if it is not the bind address (behind NAT, in containers).")
    @Nullable String advertise;

    @Option(
            names = "--seeds",
            paramLabel = "HOST:PORT,...",
            description = "Where other members may be found. When the node's own address is among them and no group "
                    + "exists, a group is founded as soon as a majority of the seeds is there: give all members the same "
                    + "list.")
    @Nullable String seeds;

    @Option(
            names = "--found",
            description =
                    "Found the group if no seed answers for a while (foundAfterMillis). Without it the member waits for its seeds.")
    boolean found;

    @Option(
            names = "--transport",
            paramLabel = "T",
            description = "tcp, udp or multicast; the same at all members. Default: tcp.")
    @Nullable String transport;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description = "local (one machine), lan or wan: how quickly to suspect and to repair. Default: lan.")
    String preset = "lan";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any setting by its name, such as heartbeatMillis=100; --describe lists them. Repeatable.")
    List<String> assignments = new ArrayList<>();

    @Option(
            names = "--join-timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long to wait for a group (500ms, 10s, 2m). Default: 60s.")
    @Nullable Duration joinTimeout;

    @Option(names = "--describe", description = "Print each setting with its source, and the stack, to standard error.")
    boolean describe;

    @Option(names = "--debug", description = "Print stack traces of errors.")
    boolean debug;

    Options options() {
        String groupProblem = Names.problem(group);
        if (groupProblem != null) {
            throw new ConfigException(List.of("--group " + groupProblem));
        }
        Options options = switch (preset) {
            case "local" -> Options.local();
            case "lan" -> Options.lan();
            case "wan" -> Options.wan();
            default -> throw new UsageException("--preset " + Clean.brief(preset) + ": there are local, lan and wan");
        };
        for (String assignment : assignments) {
            options = Settings.set(options, assignment);
        }
        options = options.with(Options.NAME, name, "--name");
        options = Settings.set(options, Options.BIND, bind, "--bind");
        options = Settings.set(options, Options.ADVERTISE, advertise, "--advertise");
        options = Settings.set(options, Options.SEEDS, seeds, "--seeds");
        options = Settings.set(options, Options.TRANSPORT, transport, "--transport");
        if (found) {
            options = options.with(Options.FOUND, true, "--found");
        }
        if (joinTimeout != null) {
            options = options.with(Options.JOIN_TIMEOUT, joinTimeout, "--join-timeout");
        }
        if (!options.get(Options.FOUND) && !discovers(options)) {
            throw new ConfigException(List.of(
                    "nobody to ask: name other members with --seeds HOST:PORT,... or found the group with --found"));
        }
        return options.validate();
    }

    private static boolean discovers(Options options) {
        return !options.get(Options.SEEDS).isEmpty()
                || !options.get(Options.DNS_SEEDS).isEmpty()
                || !options.get(Options.SRV_SEEDS).isEmpty()
                || options.get(Options.TRANSPORT) == Transport.MULTICAST;
    }

    /**
     * Starts a node, and says where it listens.
     *
     * @param options validated
     * @param err gets notices
     * @return the node
     */
    Node start(Options options, PrintStream err) {
        if (describe) {
            err.print(options.describe());
        }
        Node node;
        try {
            node = Tutti.start(options, notice -> err.println("tutti: " + Clean.line(notice)));
        } catch (TransportException refused) {
            String host = options.get(Options.BIND).host();
            throw isKnown(host) ? refused : unknownHost("--bind", host);
        }
        boolean elsewhere = !node.address().equals(node.boundAddress());
        err.println("tutti: " + name + " listens on " + node.boundAddress() + " (" + options.get(Options.TRANSPORT)
                + ")" + (elsewhere ? ", and tells others " + node.address() : ""));
        return node;
    }

    /**
     * Joins the group.
     *
     * @param <T> a group, or something around one
     * @param node to join with
     * @param join does it
     * @return what {@code join} returned
     */
    <T> T join(Node node, Function<Node, T> join) {
        try {
            return join.apply(node);
        } catch (JoinException failed) {
            List<Address> asked = node.options().get(Options.SEEDS);
            if (failed.reason() == JoinException.Reason.NO_ANSWER
                    && !asked.isEmpty()
                    && asked.stream().noneMatch(seed -> isKnown(seed.host()))) {
                throw unknownHost("--seeds", asked.get(0).host());
            }
            throw failed;
        }
    }

    void describe(Group joined, PrintStream err) {
        if (describe) {
            err.print(joined.describe());
            err.println();
        }
    }

    private static boolean isKnown(String host) {
        try {
            return InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static UnknownHostFailure unknownHost(String option, String host) {
        return new UnknownHostFailure(
                option + ": the host '" + host + "' is unknown: check its spelling, or write an IP address");
    }
}
