package dev.tutti;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a node. Immutable; begins with a preset ({@link #local}, {@link #lan}, {@link #wan}), and is checked as a whole
 * by {@link #validate}, which lists every problem. {@link #describe} prints each effective value and where it came from.
 *
 * <pre>{@code
 * Options options = Options.lan().name("ann").bind("10.0.0.1:7800").seeds("10.0.0.1:7800", "10.0.0.2:7800");
 * }</pre>
 */
public final class Options {
    /** The member's name, the same in all groups of the node. */
    public static final Setting<String> NAME = new Setting<>("name", "", "the member's name", Names::problem);

    /** How frames travel. */
    public static final Setting<Transport> TRANSPORT = any("transport", Transport.TCP, "how frames travel");

    /** Where the node listens. */
    public static final Setting<Address> BIND =
            any("bind", new Address("127.0.0.1", 0), "where the node listens; port 0 is any free one");

    /** What the node tells others to connect to, if it is not where it listens. */
    public static final Setting<Optional<Address>> ADVERTISE = any(
            "advertise", Optional.empty(), "what others connect to, if not the bind address; port 0 is the bound one");

    /** Addresses where other members may be found; where nobody founds alone, also the bootstrap set. */
    public static final Setting<List<Address>> SEEDS =
            new Setting<>("seeds", List.of(), "where other members may be found", Options::withoutPort);

    /** Names whose A and AAAA records are seeds, with the port to use. */
    public static final Setting<List<Address>> DNS_SEEDS = new Setting<>(
            "dnsSeeds", List.of(), "names whose address records are seeds, with the port", Options::withoutPort);

    /** Names whose SRV records are seeds. */
    public static final Setting<List<String>> SRV_SEEDS = new Setting<>(
            "srvSeeds",
            List.of(),
            "names whose SRV records are seeds",
            v -> v.stream().anyMatch(String::isBlank)
                    ? "must be names such as _tutti._tcp.example.org, none of them empty"
                    : null);

    /** Whether this node may found a group when nobody answers. */
    public static final Setting<Boolean> FOUND = any("found", false, "may found the group if no seed answers");

    /** Where casts and announcements go with {@link Transport#MULTICAST}. */
    public static final Setting<Address> MULTICAST_ADDRESS = new Setting<>(
            "multicastAddress",
            new Address("239.192.7.84", 7884),
            "group address of the multicast transport",
            v -> withoutPort(List.of(v)));

    /** Whether to use Linux' epoll instead of Java NIO; needs the native library of Netty. */
    public static final Setting<Boolean> EPOLL = any("epoll", false, "use epoll instead of NIO");

    /** Time between two heartbeats. */
    public static final Setting<Duration> HEARTBEAT =
            between("heartbeatMillis", 250, 10, 60_000, "time between two heartbeats");

    /** Heartbeats a member may miss before it is suspected. */
    public static final Setting<Integer> MAX_MISSED =
            count("maxMissed", 8, 2, 1_000, "heartbeats a member may miss before it is suspected");

    /** Time between two rounds of stability, at most; under load rounds come with the bytes received. */
    public static final Setting<Duration> STABILITY =
            between("stabilityMillis", 50, 1, 10_000, "longest time between two rounds of stability");

    /** Time after which an unanswered protocol message is repeated. */
    public static final Setting<Duration> RESEND =
            between("resendMillis", 50, 1, 10_000, "time after which an unanswered message is repeated");

    /** Time after which a reconfiguration goes on without members that do not answer. */
    public static final Setting<Duration> CHANGE_TIMEOUT = between(
            "changeTimeoutMillis",
            1_500,
            50,
            600_000,
            "time after which a change goes on without those that do not answer");

    /** Time between two looks for other parts of the group. */
    public static final Setting<Duration> PROBE =
            between("probeMillis", 1_000, 10, 600_000, "time between two looks for other parts of the group");

    /**
     * How long a node that may found the group looks for it first, unless all its seeds are itself. Whoever belongs to the group and can be
     * reached answers in that time, or there will be two.
     */
    public static final Setting<Duration> FOUND_AFTER = between(
            "foundAfterMillis", 1_500, 1, 600_000, "how long a node that may found the group looks for it first");

    /** How long {@link Node#join(String)} waits. */
    public static final Setting<Duration> JOIN_TIMEOUT =
            between("joinTimeoutMillis", 60_000, 1, 86_400_000, "how long join waits for a group");

    /** How long {@link Group#leave} waits until all is in order; half of that again for the others to go on. */
    public static final Setting<Duration> LEAVE_TIMEOUT = between(
            "leaveTimeoutMillis",
            5_000,
            1,
            600_000,
            "how long leave waits until all is in order; then half as long again");

    /** How long a cast waits when the group is behind. */
    public static final Setting<Duration> SEND_TIMEOUT =
            between("sendTimeoutMillis", 30_000, 1, 86_400_000, "how long a cast waits when the group is behind");

    /** The largest payload of one message. */
    public static final Setting<Integer> MAX_PAYLOAD_BYTES =
            count("maxPayloadBytes", 64 << 20, 1, 1 << 29, "the largest payload of one message");

    /** Bytes of one sender that the application of each receiver may have left unconsumed, in each group. */
    public static final Setting<Integer> WINDOW_BYTES =
            count("windowBytes", 4 << 20, 1 << 16, 1 << 30, "bytes of one sender that may be unconsumed at a receiver");

    /**
     * Casts of this member that may be outstanding, in each group: taken by {@link Group#cast(byte[])} and not known to be stable. So many at
     * most are lost with a member that crashes. Stability comes in rounds, {@link #STABILITY} apart at most, so a window of n lets about
     * n casts through per round.
     */
    public static final Setting<Integer> WINDOW_MESSAGES =
            count("windowMessages", 1 << 18, 1, 1 << 30, "casts of this member that may be taken and not yet stable");

    /**
     * Whether messages that wait together go in one pack. Without, each goes alone, so that the gain can be measured; members may differ in
     * it.
     */
    public static final Setting<Boolean> PACKING = any("packing", true, "several small messages in one packet");

    /** Bytes of messages that may wait in this process to be sent, in each group. */
    public static final Setting<Integer> OUTBOX_BYTES =
            count("outboxBytes", 4 << 20, 1 << 16, 1 << 30, "bytes of messages that may wait to be sent");

    /** The largest frame handed to the transport. 0 means that the transport decides. */
    public static final Setting<Integer> MAX_FRAME_BYTES =
            new Setting<>("maxFrameBytes", 0, "the largest frame; 0: up to the transport", Options::frameProblem);

    /** Members that a group may have at most. */
    public static final Setting<Integer> MAX_MEMBERS =
            count("maxMembers", 256, 1, 512, "members a group may have at most");

    /** Whether causal order says with each cast only what has changed; without, all of it, so that the saving can be measured. */
    public static final Setting<Boolean> COMPRESS_VECTORS =
            any("compressVectors", true, "say only what changed with each cast in causal order");

    /** Packs of at least this size are cast by their sender in total order by a sequencer; smaller ones by the sequencer. */
    public static final Setting<Integer> BB_THRESHOLD_BYTES = count(
            "bbThresholdBytes", 1 << 10, 0, 1 << 30, "from this size on the sender casts what the sequencer orders");

    private static final int LEAST_FRAME_BYTES = 512;
    private static final int MOST_FRAME_BYTES = 65_507;

    private static final List<Setting<?>> ALL = List.of(
            NAME,
            TRANSPORT,
            BIND,
            ADVERTISE,
            SEEDS,
            DNS_SEEDS,
            SRV_SEEDS,
            FOUND,
            MULTICAST_ADDRESS,
            EPOLL,
            HEARTBEAT,
            MAX_MISSED,
            STABILITY,
            RESEND,
            CHANGE_TIMEOUT,
            PROBE,
            FOUND_AFTER,
            JOIN_TIMEOUT,
            LEAVE_TIMEOUT,
            SEND_TIMEOUT,
            MAX_PAYLOAD_BYTES,
            WINDOW_BYTES,
            WINDOW_MESSAGES,
            OUTBOX_BYTES,
            PACKING,
            MAX_FRAME_BYTES,
            MAX_MEMBERS,
            COMPRESS_VECTORS,
            BB_THRESHOLD_BYTES);

    private record Value(Object value, String source) {}

    private final Map<Setting<?>, Value> values;

    private Options(Map<Setting<?>, Value> values) {
        this.values = values;
    }

    /**
     * For processes on one machine: quick to suspect and to repair.
     *
     * @return the preset
     */
    public static Options local() {
        return preset("preset local", 100, 10, 20, 20, 1_000, 250);
    }

    /**
     * For machines of one site. The defaults of the settings themselves.
     *
     * @return the preset
     */
    public static Options lan() {
        return preset("preset lan", 250, 8, 50, 50, 1_500, 1_000);
    }

    /**
     * For machines far apart: patient.
     *
     * @return the preset
     */
    public static Options wan() {
        return preset("preset wan", 1_000, 10, 250, 300, 6_000, 3_000);
    }

    private static Options preset(
            String source, long heartbeat, int missed, long stability, long resend, long change, long probe) {
        return new Options(Map.of())
                .with(HEARTBEAT, Duration.ofMillis(heartbeat), source)
                .with(MAX_MISSED, missed, source)
                .with(STABILITY, Duration.ofMillis(stability), source)
                .with(RESEND, Duration.ofMillis(resend), source)
                .with(CHANGE_TIMEOUT, Duration.ofMillis(change), source)
                .with(FOUND_AFTER, Duration.ofMillis(change), source)
                .with(PROBE, Duration.ofMillis(probe), source);
    }

    /**
     * Sets one value.
     *
     * @param <T> its type
     * @param setting which
     * @param value the value
     * @return a copy with it
     */
    public <T> Options with(Setting<T> setting, T value) {
        return with(setting, value, "set");
    }

    /**
     * Sets one value and says where it came from.
     *
     * @param <T> its type
     * @param setting which
     * @param value the value
     * @param source printed by {@link #describe}, for instance {@code option --seeds}
     * @return a copy with it
     */
    public <T> Options with(Setting<T> setting, T value, String source) {
        Map<Setting<?>, Value> copy = new LinkedHashMap<>(values);
        copy.put(setting, new Value(value, source));
        return new Options(copy);
    }

    /**
     * Sets {@link #NAME}.
     *
     * @param name of the member
     * @return a copy with it
     */
    public Options name(String name) {
        return with(NAME, name);
    }

    /**
     * Sets {@link #BIND}.
     *
     * @param address {@code host:port}
     * @return a copy with it
     * @throws IllegalArgumentException if it cannot be read
     */
    public Options bind(String address) {
        return with(BIND, Address.parse(address));
    }

    /**
     * Sets {@link #SEEDS}.
     *
     * @param addresses {@code host:port} each
     * @return a copy with them
     * @throws IllegalArgumentException if one cannot be read
     */
    public Options seeds(String... addresses) {
        return with(SEEDS, List.of(addresses).stream().map(Address::parse).toList());
    }

    /**
     * Allows this node to found a group when nobody answers.
     *
     * @return a copy that may
     */
    public Options found() {
        return with(FOUND, true);
    }

    /**
     * Sets {@link #TRANSPORT}.
     *
     * @param transport how frames travel
     * @return a copy with it
     */
    public Options transport(Transport transport) {
        return with(TRANSPORT, transport);
    }

    /**
     * The effective value of a setting.
     *
     * @param <T> its type
     * @param setting which
     * @return the value that was set, else that of the preset, else the default
     */
    @SuppressWarnings("unchecked") // with() puts only a T behind a Setting<T>
    public <T> T get(Setting<T> setting) {
        Value value = values.get(setting);
        return value == null ? setting.fallback() : (T) value.value();
    }

    /**
     * The effective value of a time, in nanoseconds.
     *
     * @param setting which
     * @return nanoseconds, at most {@link Long#MAX_VALUE}
     */
    public long nanos(Setting<Duration> setting) {
        return TimeUnit.NANOSECONDS.convert(get(setting));
    }

    /**
     * Checks everything at once.
     *
     * @return this
     * @throws ConfigException listing every problem with its remedy
     */
    public Options validate() {
        List<String> problems = new ArrayList<>();
        for (Setting<?> setting : ALL) {
            String problem = problem(setting);
            if (problem != null) {
                problems.add(setting.name() + " " + problem);
            }
        }
        boolean discovers = !get(SEEDS).isEmpty()
                || !get(DNS_SEEDS).isEmpty()
                || !get(SRV_SEEDS).isEmpty()
                || get(TRANSPORT) == Transport.MULTICAST;
        if (!get(FOUND) && !discovers) {
            problems.add("no seeds: name at least one with seeds(...), or let this node found the group with found()");
        }
        if (problems.isEmpty() && get(CHANGE_TIMEOUT).compareTo(get(RESEND).multipliedBy(3)) < 0) {
            problems.add(
                    "changeTimeoutMillis must be at least three times resendMillis, or a lost message costs a member");
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return this;
    }

    private <T> @Nullable String problem(Setting<T> setting) {
        return setting.check().apply(get(setting));
    }

    /**
     * Prints every setting: its effective value, where that came from, and what it means.
     *
     * @return one line each
     */
    public String describe() {
        StringBuilder text = new StringBuilder();
        for (Setting<?> setting : ALL) {
            Value value = values.get(setting);
            text.append(String.format(
                    "%-20s %-24s %-14s %s%n",
                    setting.name(), print(get(setting)), value == null ? "default" : value.source(), setting.about()));
        }
        return text.toString();
    }

    private static String print(Object value) {
        return switch (value) {
            case Duration duration -> Long.toString(TimeUnit.MILLISECONDS.convert(duration));
            case Optional<?> optional -> optional.map(Object::toString).orElse("-");
            case List<?> list -> list.isEmpty() ? "-" : list.toString();
            default -> value.toString();
        };
    }

    private static <T> Setting<T> any(String name, T fallback, String about) {
        return new Setting<>(name, fallback, about, value -> null);
    }

    private static Setting<Integer> count(String name, int fallback, int min, int max, String about) {
        return new Setting<>(name, fallback, about, v -> range(v, min, max));
    }

    private static Setting<Duration> between(String name, long fallback, long min, long max, String about) {
        Function<Duration, @Nullable String> check = v -> range(TimeUnit.MILLISECONDS.convert(v), min, max);
        return new Setting<>(name, Duration.ofMillis(fallback), about, check);
    }

    private static @Nullable String withoutPort(List<Address> addresses) {
        return addresses.stream()
                .filter(address -> address.port() == 0)
                .findFirst()
                .map(address -> "must have a port from 1 to 65535, not " + address)
                .orElse(null);
    }

    private static @Nullable String frameProblem(int bytes) {
        return bytes == 0 || (bytes >= LEAST_FRAME_BYTES && bytes <= MOST_FRAME_BYTES)
                ? null
                : "must be " + LEAST_FRAME_BYTES + " to " + MOST_FRAME_BYTES
                        + ", or 0 to leave it to the transport, not " + bytes;
    }

    private static @Nullable String range(long value, long min, long max) {
        return value < min || value > max ? "must be " + min + " to " + max + ", not " + value : null;
    }
}
