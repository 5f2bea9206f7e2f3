package dev.tutti.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How long it takes to become a member. */
@Command(
        name = "join",
        description = {
            "Members join one after the other, each in a JVM that is already there: time from the call until the"
                    + " joiner has its view, and until all members so far have it.",
            "All that the system does in between counts, opening its sockets too. Measured twice: in new processes, which"
                    + " load the system's classes meanwhile, and in processes that have joined and left a group of their"
                    + " own before."
        },
        mixinStandardHelpOptions = true)
final class JoinCommand implements Callable<Integer> {
    @Mixin
    private Setup setup;

    @Override
    public Integer call() throws InterruptedException, IOException {
        setup.check(1);
        return Measuring.run(
                "Join",
                setup,
                Map.of(),
                List.of(
                        Course.of("members join one by one", cluster -> {
                            cluster.rehearse();
                            return measure(cluster);
                        }),
                        Course.of("members join one by one, for the first time", JoinCommand::measure)));
    }

    private static Map<Metric, Double> measure(Cluster cluster) throws Failure, InterruptedException {
        List<Cluster.Join> joins = cluster.join();
        Map<Metric, Double> values = new LinkedHashMap<>();
        for (int index = 0; index < joins.size(); index++) {
            values.put(millis(index, "until it has the view"), joins.get(index).joinerNanos() / 1e6);
            if (index > 0) {
                values.put(
                        millis(index, "until all have the view"),
                        joins.get(index).allNanos() / 1e6);
            }
        }
        cluster.leave();
        return values;
    }

    private static Metric millis(int index, String until) {
        return new Metric("member " + (index + 1) + " joins, ms " + until, Metric.Better.LOWER, 1);
    }
}
