package dev.tutti.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The common course of all commands: run, report, say by the exit code whether all is well. */
final class Measuring {
    /** Every run counts. */
    private static final int OK = 0;
    /** At least one run does not, or nothing could be run. */
    private static final int FAILED = 1;

    private Measuring() {}

    /**
     * Measures and reports.
     *
     * @param title of the report
     * @param setup options of all commands
     * @param details options of this command, for the report
     * @param courses to run
     * @return the exit code
     * @throws InterruptedException if the thread is interrupted
     * @throws IOException if the JSON file cannot be written
     */
    static int run(String title, Setup setup, Map<String, String> details, List<Course> courses)
            throws InterruptedException, IOException {
        Map<String, String> conditions = Conditions.gather(setup, details);
        Series series = new Series(setup, System.err);
        List<Outcome> outcomes = series.run(courses);
        Report report = new Report(title, conditions, series.remarks(), outcomes);
        System.out.print(report.text());
        Path json = setup.json();
        if (json != null) {
            Files.writeString(json, report.json() + "\n");
        }
        return outcomes.isEmpty() || report.hasFailures() ? FAILED : OK;
    }
}
