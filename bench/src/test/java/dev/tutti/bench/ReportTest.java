package dev.tutti.bench;

import static dev.tutti.bench.Contender.JGROUPS_TCP;
import static dev.tutti.bench.Contender.JGROUPS_UDP;
import static dev.tutti.bench.Contender.JGROUPS_UDP_NEW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Metric RATE = new Metric("messages/s", Metric.Better.HIGHER, 0);
    private static final Metric TIME = new Metric("ms", Metric.Better.LOWER, 1);

    @Test
    void higherValuesAreComparedWithTheHighestMedian() {
        Report report = report(
                ok("a", JGROUPS_TCP, 1, RATE, 100),
                ok("a", JGROUPS_UDP, 1, RATE, 400),
                ok("a", JGROUPS_TCP, 2, RATE, 300),
                ok("a", JGROUPS_UDP, 2, RATE, 400));

        List<Report.Row> rows = report.rows("a", RATE);

        assertThat(rows).extracting(Report.Row::contender).containsExactly(JGROUPS_TCP, JGROUPS_UDP);
        assertThat(rows).extracting(row -> row.samples().median()).containsExactly(200.0, 400.0);
        assertThat(rows).extracting(row -> row.ratio().getAsDouble()).containsExactly(0.5, 1.0);
    }

    @Test
    void lowerValuesAreComparedWithTheLowestMedian() {
        Report report = report(ok("a", JGROUPS_TCP, 1, TIME, 30), ok("a", JGROUPS_UDP, 1, TIME, 10));

        assertThat(report.rows("a", TIME))
                .extracting(row -> row.ratio().getAsDouble())
                .containsExactly(3.0, 1.0);
    }

    @Test
    void otherWorkloadsDoNotCount() {
        Report report = report(ok("a", JGROUPS_TCP, 1, RATE, 100), ok("b", JGROUPS_UDP, 1, RATE, 400));

        assertThat(report.rows("a", RATE))
                .singleElement()
                .satisfies(row -> assertThat(row.ratio()).hasValue(1.0));
    }

    @Test
    void aFailedRunIsShownAndDoesNotCount() {
        Report report = report(
                ok("a", JGROUPS_TCP, 1, RATE, 100),
                failed("a", JGROUPS_UDP, 1, "m1: lost"),
                failed("a", JGROUPS_TCP, 2, "m0: late"),
                failed("a", JGROUPS_UDP, 2, "m1: lost again"));

        assertThat(report.hasFailures()).isTrue();
        assertThat(report.text())
                .contains("jgroups-tcp         1/2")
                .contains("jgroups-udp         0/2")
                .contains("jgroups-udp, run 1 failed: m1: lost")
                .contains("jgroups-tcp, run 2 failed: m0: late")
                .contains("jgroups-udp, run 2 failed: m1: lost again");
    }

    @Test
    void aSystemThatDoesNotSayAQuantityHasNoRowOfIt() {
        Report report = report(ok("a", JGROUPS_TCP, 1, RATE, 100), ok("a", JGROUPS_UDP, 1, TIME, 10));

        assertThat(report.rows("a", RATE)).extracting(Report.Row::contender).containsExactly(JGROUPS_TCP);
    }

    @Test
    void aWorkloadWithoutAnyNumberSaysSo() {
        assertThat(report(failed("a", JGROUPS_UDP, 1, "m1: lost")).text())
                .contains("a: every run failed")
                .contains("jgroups-udp, run 1 failed: m1: lost");
    }

    @Test
    void theTableIsAligned() {
        String text = report(
                        ok("64 B", JGROUPS_TCP, 1, RATE, 1_234_567.4),
                        ok("64 B", JGROUPS_UDP_NEW, 1, RATE, 98_765),
                        ok("64 B", JGROUPS_TCP, 2, RATE, 1_000_000),
                        ok("64 B", JGROUPS_UDP_NEW, 2, RATE, 99_999))
                .text();

        assertThat(text).isEqualToNormalizingNewlines("""
                Title
                  machine            2 cores

                64 B: messages/s
                  system             runs        median           min - max              ratio
                  jgroups-tcp         2/2     1,117,284     1,000,000 - 1,234,567         1.00
                  jgroups-udp-new     2/2        99,382        98,765 - 99,999            0.09

                ratio: to the best median of JGroups for the same workload in this report
                a remark
                """);
    }

    @Test
    void theJsonHoldsRunsAndSummary() {
        assertThat(report(ok("a", JGROUPS_TCP, 1, RATE, 100), failed("a", JGROUPS_UDP, 1, "m1: \"lost\""))
                        .json())
                .isEqualTo("""
                        {"title":"Title","conditions":{"machine":"2 cores"},"remarks":["a remark"],\
                        "runs":[{"workload":"a","system":"jgroups-tcp","run":1,"values":{"messages/s":100.0}},\
                        {"workload":"a","system":"jgroups-udp","run":1,"values":{},"failure":"m1: \\"lost\\""}],\
                        "summary":[{"workload":"a","metric":"messages/s","system":"jgroups-tcp","runs":1,"counted":1,\
                        "median":100.0,"min":100.0,"max":100.0,"ratio":1.0},\
                        {"workload":"a","metric":"messages/s","system":"jgroups-udp","runs":1,"counted":0}]}""");
    }

    private static Report report(Outcome... outcomes) {
        return new Report("Title", Map.of("machine", "2 cores"), List.of("a remark"), List.of(outcomes));
    }

    private static Outcome ok(String workload, Contender contender, int run, Metric metric, double value) {
        return new Outcome(workload, contender, run, Map.of(metric, value), null);
    }

    private static Outcome failed(String workload, Contender contender, int run, String failure) {
        return new Outcome(workload, contender, run, Map.of(), failure);
    }
}
