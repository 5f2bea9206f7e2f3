package dev.tutti.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs every workload on every system several times, interleaved: A B C, A B C, and not A A, B B, C C, so that what else happens on
 * the machine meets all of them alike. Each run of a course has processes of its own.
 */
final class Series {
    private final Setup setup;
    private final PrintStream progress;
    private final List<Contender> contenders;
    private final List<String> remarks = new ArrayList<>();

    /**
     * Prepares, and leaves out what cannot run on this machine.
     *
     * @param setup options
     * @param progress hears of each run
     */
    Series(Setup setup, PrintStream progress) {
        this.setup = setup;
        this.progress = progress;
        Optional<String> problem = setup.systems().stream().anyMatch(Contender::isMulticast)
                ? Loopback.multicastProblem()
                : Optional.empty();
        contenders = setup.systems().stream()
                .filter(contender -> problem.isEmpty() || !contender.isMulticast())
                .toList();
        problem.ifPresent(what -> remark("left out: "
                + setup.systems().stream()
                        .filter(Contender::isMulticast)
                        .map(Contender::toString)
                        .collect(Collectors.joining(", "))
                + ": " + what));
    }

    private void remark(String text) {
        remarks.add(text);
        progress.println(text);
    }

    /**
     * What a reader of the report must know beyond the numbers.
     *
     * @return sentences
     */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    /**
     * Runs everything.
     *
     * @param courses in this order
     * @return one outcome per run and workload
     * @throws InterruptedException if the thread is interrupted
     */
    List<Outcome> run(List<Course> courses) throws InterruptedException {
        Path logs = createLogs();
        Custodian custodian = new Custodian(logs);
        List<Outcome> outcomes = new ArrayList<>();
        int workloads =
                courses.stream().mapToInt(course -> course.workloads().size()).sum();
        int total = setup.runs() * workloads * contenders.size();
        for (int run = 1; run <= setup.runs(); run++) {
            for (Course course : courses) {
                for (Contender contender : contenders) {
                    Path folder = logs.resolve(
                            outcomes.size() + 1 + "-" + contender.label().replace(' ', '_'));
                    for (Outcome outcome : once(course, contender, run, folder, custodian)) {
                        outcomes.add(outcome);
                        progress.printf(
                                "[%d/%d] %s: %s: %s%n",
                                outcomes.size(), total, outcome.workload(), contender, brief(outcome));
                    }
                    custodian.waitForTheEnd();
                }
            }
        }
        boolean failed = outcomes.stream().anyMatch(outcome -> outcome.failure() != null);
        if (failed) {
            remark("logs of the members: " + logs);
        }
        custodian.release(failed);
        return outcomes;
    }

    /** If anything goes wrong, nothing of the course counts: a group that has lost a message is not measured on. */
    private List<Outcome> once(Course course, Contender contender, int run, Path folder, Custodian custodian)
            throws InterruptedException {
        try {
            Files.createDirectory(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        List<Outcome> outcomes = new ArrayList<>();
        try (Cluster cluster = Cluster.start(contender, setup, folder, custodian)) {
            course.begin().run(cluster);
            for (Workload workload : course.workloads()) {
                outcomes.add(new Outcome(
                        workload.name(), contender, run, workload.measurement().measure(cluster), null));
            }
            course.end().run(cluster);
            return outcomes;
        } catch (Failure failure) {
            return course.workloads().stream()
                    .map(workload -> new Outcome(workload.name(), contender, run, Map.of(), failure.getMessage()))
                    .toList();
        }
    }

    private static String brief(Outcome outcome) {
        if (outcome.failure() != null) {
            return "FAILED: " + outcome.failure();
        }
        return outcome.values().entrySet().stream()
                .map(entry -> entry.getKey().format(entry.getValue()) + " "
                        + entry.getKey().name())
                .collect(Collectors.joining(", "));
    }

    private static Path createLogs() {
        try {
            return Files.createTempDirectory("tutti-bench-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
