package dev.tutti.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How long a crash stays unnoticed. */
@Command(
        name = "failover",
        description = "Kills one member (SIGKILL): time until the last of the others has the view without it.",
        mixinStandardHelpOptions = true)
final class FailoverCommand implements Callable<Integer> {
    private static final Metric TIME =
            new Metric("ms from the kill to the view at the last survivor", Metric.Better.LOWER, 1);

    @Mixin
    private Setup setup;

    @Override
    public Integer call() throws InterruptedException, IOException {
        setup.check(1);
        return Measuring.run(
                "Failover",
                setup,
                Map.of(),
                List.of(
                        Course.of("the last member is killed", cluster -> measure(cluster, setup.members() - 1)),
                        Course.of("the coordinator is killed", cluster -> measure(cluster, 0))));
    }

    private static Map<Metric, Double> measure(Cluster cluster, int victim) throws Failure, InterruptedException {
        cluster.join();
        return Map.of(TIME, cluster.failOver(victim) / 1e6);
    }
}
