package dev.tutti.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Under which conditions a report was made: without them its numbers say nothing. */
final class Conditions {
    private Conditions() {}

    /**
     * Gathers them.
     *
     * @param setup options of this report
     * @param details further options, by name
     * @return by name, in the order to print
     */
    static Map<String, String> gather(Setup setup, Map<String, String> details) {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        conditions.put(
                "machine",
                Runtime.getRuntime().availableProcessors() + " cores, " + cpuModel() + ", "
                        + fact("/proc/meminfo", "MemTotal").replaceAll("\\s+", " "));
        conditions.put(
                "kernel",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", socket buffers up to "
                        + firstLine(Path.of("/proc/sys/net/core/rmem_max")) + " / "
                        + firstLine(Path.of("/proc/sys/net/core/wmem_max")) + " B (receive / send)");
        conditions.put(
                "load average",
                String.format(
                        Locale.ROOT,
                        "%.2f at the start",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        conditions.put("JDK", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
        conditions.put("JGroups", org.jgroups.Version.description);
        conditions.put("members", setup.members() + " processes on loopback, " + setup.runs() + " runs interleaved");
        conditions.putAll(details);
        conditions.put("each member's JVM", String.join(" ", setup.jvmOptions()));
        for (Contender contender : setup.systems()) {
            conditions.put(contender.toString(), contender.brand().describe(setup.tuning()));
        }
        setup.systems().stream().filter(Contender::isJGroups).findFirst().ifPresent(contender -> {
            Seat example = new Seat(0, List.of(7800, 7801), "bench", 45588);
            conditions.put(
                    "jgroups-*, such as", String.join(" ", contender.brand().properties(example, setup.tuning())));
        });
        return conditions;
    }

    private static String cpuModel() {
        return fact("/proc/cpuinfo", "model name");
    }

    private static String fact(String file, String key) {
        return lines(Path.of(file)).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown " + key);
    }

    private static String firstLine(Path file) {
        return lines(file).stream().findFirst().orElse("unknown");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException notLinux) {
            return List.of();
        }
    }
}
