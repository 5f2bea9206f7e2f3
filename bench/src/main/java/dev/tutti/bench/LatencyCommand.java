package dev.tutti.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a cast takes to be delivered at the other members. */
@Command(
        name = "latency",
        description = {
            "One member casts at a fixed rate: time from the cast until it is delivered at each of the others.",
            "A cast that is held up by the one before it counts from when it was due."
        },
        mixinStandardHelpOptions = true)
final class LatencyCommand implements Callable<Integer> {
    private static final double NANOS_PER_MICRO = 1_000;

    @Mixin
    private Setup setup;

    @Mixin
    private Timing timing;

    @Option(names = "--size", paramLabel = "BYTES", description = "size of the payloads (default: ${DEFAULT-VALUE})")
    private int sizeBytes = 64;

    @Option(names = "--rate", paramLabel = "N", description = "casts per second (default: ${DEFAULT-VALUE})")
    private int perSecond = 1_000;

    @Override
    public Integer call() throws InterruptedException, IOException {
        setup.check(1);
        timing.check(setup);
        timing.checkSize(setup, sizeBytes);
        setup.require(perSecond >= 1 && perSecond <= 100_000, "--rate must be 1 to 100000, not " + perSecond);
        Load load = new Load(sizeBytes, 1, perSecond, timing.drainSeconds());
        return Measuring.run(
                "Latency",
                setup,
                Map.of("sending", timing.describe()),
                List.of(Course.of(load.name(setup.members()), cluster -> measure(cluster, load))));
    }

    private Map<Metric, Double> measure(Cluster cluster, Load load) throws Failure, InterruptedException {
        cluster.join();
        cluster.run(load, TimeUnit.SECONDS.toNanos(timing.warmupSeconds()));
        PhaseRun measured = cluster.run(load, TimeUnit.SECONDS.toNanos(timing.seconds()));
        cluster.leave();
        Histogram latencies = measured.latencies();
        Map<Metric, Double> values = new LinkedHashMap<>();
        values.put(micros("p50"), latencies.getValueAtPercentile(50) / NANOS_PER_MICRO);
        values.put(micros("p99"), latencies.getValueAtPercentile(99) / NANOS_PER_MICRO);
        values.put(micros("maximum"), latencies.getMaxValue() / NANOS_PER_MICRO);
        return values;
    }

    private static Metric micros(String what) {
        return new Metric(what + " from cast to delivery at another member, us", Metric.Better.LOWER, 0);
    }
}
