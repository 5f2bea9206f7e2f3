package dev.tutti.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many casts per second a group delivers. */
@Command(
        name = "throughput",
        description = {
            "Casts as fast as the group takes them: messages per second delivered at each member (median of the"
                    + " members), and processor time.",
            "Every delivered message is checked; a run in which one is lost, doubled, moved or altered does not count."
        },
        mixinStandardHelpOptions = true)
final class ThroughputCommand implements Callable<Integer> {
    private static final Metric RATE = new Metric("messages/s delivered at each member", Metric.Better.HIGHER, 0);
    private static final Metric CPU =
            new Metric("CPU seconds of all processes per million messages delivered", Metric.Better.LOWER, 3);
    private static final Metric FRAMES = new Metric("packets/s received at each member", Metric.Better.LOWER, 0);

    @Mixin
    private Setup setup;

    @Mixin
    private Timing timing;

    @Option(
            names = "--sizes",
            paramLabel = "BYTES",
            split = ",",
            description = "sizes of the payloads (default: ${DEFAULT-VALUE})")
    private List<Integer> sizesBytes = List.of(64, 1024);

    @Option(
            names = "--senders",
            paramLabel = "N|all",
            split = ",",
            description = "how many members send (default: 1,all)")
    private List<String> senders = List.of("1", "all");

    @Option(names = "--threads", paramLabel = "N", description = "sending threads of each (default: ${DEFAULT-VALUE})")
    private int threads = 1;

    @Override
    public Integer call() throws InterruptedException, IOException {
        setup.check(threads);
        timing.check(setup);
        List<Load> loads = new ArrayList<>();
        for (int sizeBytes : sizesBytes) {
            timing.checkSize(setup, sizeBytes);
            for (String count : senders) {
                loads.add(new Load(sizeBytes, parseSenders(count), 0, timing.drainSeconds()));
            }
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put(
                "sending",
                timing.warmupSeconds() + " s warm-up with each workload, then " + timing.seconds()
                        + " s measured with each, all in the same processes, new ones for each run; " + threads
                        + " thread(s) in each sending member");
        return Measuring.run("Throughput", setup, details, List.of(course(loads)));
    }

    /** All loads in one group, first each of them to warm up: what is compiled then serves them all. */
    private Course course(List<Load> loads) {
        return new Course(
                cluster -> warmUp(cluster, loads),
                loads.stream()
                        .map(load -> new Workload(load.name(setup.members()), cluster -> measure(cluster, load)))
                        .toList(),
                Cluster::leave);
    }

    private void warmUp(Cluster cluster, List<Load> loads) throws Failure, InterruptedException {
        cluster.join();
        for (Load load : loads) {
            cluster.run(load, TimeUnit.SECONDS.toNanos(timing.warmupSeconds()));
        }
    }

    private int parseSenders(String text) {
        if (text.equals("all")) {
            return setup.members();
        }
        int count = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        setup.require(
                count >= 1 && count <= setup.members(),
                "--senders must be 1 to " + setup.members() + ", or all, not " + text);
        return count;
    }

    private Map<Metric, Double> measure(Cluster cluster, Load load) throws Failure, InterruptedException {
        PhaseRun measured = cluster.run(load, TimeUnit.SECONDS.toNanos(timing.seconds()));
        Map<Metric, Double> values = new LinkedHashMap<>();
        values.put(RATE, measured.perSecond());
        values.put(CPU, measured.cpuSecondsPerMillion());
        measured.framesPerSecond().ifPresent(frames -> values.put(FRAMES, frames));
        return values;
    }
}
