package dev.tutti.cli;

import dev.tutti.Address;
import dev.tutti.Options;
import dev.tutti.Setting;
import dev.tutti.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All settings by name, each with a reader for what a user writes. */
final class Settings {
    private static final String NUMBER = "a whole number up to " + Integer.MAX_VALUE;
    private static final String ADDRESS = "HOST:PORT, with a port up to 65535";
    private static final String ADDRESSES = "HOST:PORT,..., with ports from 1 to 65535";
    private static final Map<String, Reader<?>> READERS = readers();

    private record Reader<T>(Setting<T> setting, String form, Function<String, T> read) {
        Options apply(Options options, String text, String source) {
            try {
                return options.with(setting, read.apply(text), source);
            } catch (IllegalArgumentException wrong) {
                throw new UsageException(source + "=" + Clean.brief(text) + ": expected " + form);
            }
        }
    }

    private Settings() {}

    /**
     * Sets one value.
     *
     * @param options to start from
     * @param assignment {@code NAME=VALUE}
     * @return a copy with it
     * @throws UsageException if there is no such setting, or the value cannot be read
     */
    static Options set(Options options, String assignment) {
        int equals = assignment.indexOf('=');
        String name = equals < 0 ? assignment : assignment.substring(0, equals);
        Reader<?> reader = READERS.get(name);
        if (reader == null) {
            throw new UsageException("--set " + Clean.brief(assignment) + ": there is no setting '" + Clean.brief(name)
                    + "'; there are "
                    + String.join(", ", READERS.keySet()));
        }
        if (equals < 0) {
            throw new UsageException("--set " + name + ": expected --set " + name + "=" + reader.form());
        }
        return reader.apply(options, assignment.substring(equals + 1), "--set " + name);
    }

    /**
     * Sets one value that has an option of its own.
     *
     * @param options to start from
     * @param setting which
     * @param text as the user wrote it, or null to leave the setting as it is
     * @param source the option's name
     * @return a copy with it
     * @throws UsageException if the value cannot be read
     */
    static Options set(Options options, Setting<?> setting, @Nullable String text, String source) {
        Reader<?> reader = READERS.get(setting.name());
        return text == null || reader == null ? options : reader.apply(options, text, source);
    }

    private static Transport transport(String text) {
        return Transport.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static Map<String, Reader<?>> readers() {
        Map<String, Reader<?>> readers = new TreeMap<>();
        Stream.of(
                        Options.HEARTBEAT,
                        Options.STABILITY,
                        Options.RESEND,
                        Options.CHANGE_TIMEOUT,
                        Options.PROBE,
                        Options.FOUND_AFTER)
                .forEach(setting -> add(readers, millis(setting)));
        Stream.of(Options.JOIN_TIMEOUT, Options.LEAVE_TIMEOUT, Options.SEND_TIMEOUT)
                .forEach(setting -> add(readers, millis(setting)));
        Stream.of(Options.MAX_MISSED, Options.MAX_PAYLOAD_BYTES, Options.WINDOW_BYTES, Options.OUTBOX_BYTES)
                .forEach(setting -> add(readers, new Reader<>(setting, NUMBER, Integer::valueOf)));
        Stream.of(Options.MAX_FRAME_BYTES, Options.MAX_MEMBERS, Options.BB_THRESHOLD_BYTES, Options.WINDOW_MESSAGES)
                .forEach(setting -> add(readers, new Reader<>(setting, NUMBER, Integer::valueOf)));
        Stream.of(Options.FOUND, Options.EPOLL, Options.COMPRESS_VECTORS, Options.PACKING)
                .forEach(setting -> add(readers, new Reader<>(setting, "true or false", Settings::flag)));
        Stream.of(Options.BIND, Options.MULTICAST_ADDRESS)
                .forEach(setting -> add(readers, new Reader<>(setting, ADDRESS, Address::parse)));
        Stream.of(Options.SEEDS, Options.DNS_SEEDS)
                .forEach(setting -> add(readers, new Reader<>(setting, ADDRESSES, Settings::addresses)));
        add(readers, new Reader<>(Options.NAME, "a name", text -> text));
        add(readers, new Reader<>(Options.TRANSPORT, "tcp, udp or multicast", Settings::transport));
        add(readers, new Reader<>(Options.ADVERTISE, ADDRESS, text -> Optional.of(Address.parse(text))));
        add(readers, new Reader<>(Options.SRV_SEEDS, "NAME,...", Settings::names));
        return readers;
    }

    private static void add(Map<String, Reader<?>> readers, Reader<?> reader) {
        readers.put(reader.setting().name(), reader);
    }

    private static Reader<Duration> millis(Setting<Duration> setting) {
        return new Reader<>(setting, "a whole number of milliseconds", text -> Duration.ofMillis(Long.parseLong(text)));
    }

    /** Also the empty ones: an empty list is more likely a mistake than a wish. */
    private static Stream<String> words(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip);
    }

    private static List<String> names(String text) {
        List<String> names = words(text).toList();
        if (names.contains("")) {
            throw new IllegalArgumentException(text);
        }
        return names;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static List<Address> addresses(String text) {
        return words(text).map(Address::parse).toList();
    }
}
