package dev.tutti.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a series of runs showed.
 *
 * @param title of the report
 * @param conditions under which it was made
 * @param remarks what a reader must know beyond the numbers
 * @param outcomes of all runs
 */
record Report(String title, Map<String, String> conditions, List<String> remarks, List<Outcome> outcomes) {
    private static final int MIN_NAME_WIDTH = 16;
    private static final String ROW = "  %s %6s %13s %13s - %-13s %8s%n";

    /**
     * One line of a table.
     *
     * @param contender what was measured
     * @param runs how many there were
     * @param samples of those that count; null if there is none
     * @param ratio its median to the median of the best JGroups; empty if there is none
     */
    record Row(Contender contender, int runs, @Nullable Samples samples, OptionalDouble ratio) {}

    /**
     * Whether a run failed.
     *
     * @return true if at least one did
     */
    boolean hasFailures() {
        return outcomes.stream().anyMatch(outcome -> outcome.failure() != null);
    }

    /**
     * Sums up one quantity of one workload.
     *
     * @param workload its name
     * @param metric the quantity
     * @return one row per system
     */
    List<Row> rows(String workload, Metric metric) {
        Map<Contender, List<Double>> values = new LinkedHashMap<>();
        Map<Contender, Integer> runs = new LinkedHashMap<>();
        for (Outcome outcome : of(workload)) {
            if (outcome.failure() == null && !outcome.values().containsKey(metric)) {
                // The system does not say.
                continue;
            }
            List<Double> counted = values.computeIfAbsent(outcome.contender(), contender -> new ArrayList<>());
            runs.merge(outcome.contender(), 1, Integer::sum);
            Double value = outcome.values().get(metric);
            if (value != null) {
                counted.add(value);
            }
        }
        OptionalDouble best = metric.best(values.entrySet().stream()
                .filter(entry -> entry.getKey().isJGroups() && !entry.getValue().isEmpty())
                .map(entry -> new Samples(entry.getValue()).median())
                .toList());
        List<Row> rows = new ArrayList<>();
        runs.forEach((contender, count) -> {
            List<Double> counted = values.getOrDefault(contender, List.of());
            Samples samples = counted.isEmpty() ? null : new Samples(counted);
            OptionalDouble ratio = samples == null || best.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(samples.median() / best.getAsDouble());
            rows.add(new Row(contender, count, samples, ratio));
        });
        return rows;
    }

    /**
     * The report for people.
     *
     * @return several lines
     */
    String text() {
        StringBuilder text = new StringBuilder(title).append(System.lineSeparator());
        conditions.forEach((name, value) -> text.append(String.format("  %-18s %s%n", name, value)));
        for (String workload : workloads()) {
            if (metrics(workload).isEmpty()) {
                text.append(String.format("%n%s: every run failed%n", workload));
            }
            for (Metric metric : metrics(workload)) {
                text.append(String.format("%n%s: %s%n", workload, metric.name()));
                text.append(String.format(ROW, padded("system"), "runs", "median", "min", "max", "ratio"));
                for (Row row : rows(workload, metric)) {
                    text.append(line(row, metric));
                }
            }
            for (Outcome outcome : of(workload)) {
                if (outcome.failure() != null) {
                    text.append(String.format(
                            "  %s, run %d failed: %s%n", outcome.contender(), outcome.run(), outcome.failure()));
                }
            }
        }
        text.append(String.format("%nratio: to the best median of JGroups for the same workload in this report%n"));
        remarks.forEach(remark -> text.append(remark).append(System.lineSeparator()));
        return text.toString();
    }

    /** As wide as the widest name of a system. */
    private String padded(String name) {
        int width = MIN_NAME_WIDTH;
        for (Outcome outcome : outcomes) {
            width = Math.max(width, outcome.contender().label().length());
        }
        return name + " ".repeat(width - name.length());
    }

    private String line(Row row, Metric metric) {
        Samples samples = row.samples();
        String name = padded(row.contender().toString());
        if (samples == null) {
            return String.format(ROW, name, "0/" + row.runs(), "-", "-", "-", "-");
        }
        return String.format(
                ROW,
                name,
                samples.values().size() + "/" + row.runs(),
                metric.format(samples.median()),
                metric.format(samples.min()),
                metric.format(samples.max()),
                row.ratio().isPresent() ? String.format("%.2f", row.ratio().getAsDouble()) : "-");
    }

    /**
     * The report for programs.
     *
     * @return a JSON text
     */
    String json() {
        List<Object> summary = new ArrayList<>();
        for (String workload : workloads()) {
            for (Metric metric : metrics(workload)) {
                for (Row row : rows(workload, metric)) {
                    summary.add(summary(workload, metric, row));
                }
            }
        }
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("title", title);
        whole.put("conditions", conditions);
        whole.put("remarks", remarks);
        whole.put("runs", outcomes.stream().map(Report::detail).toList());
        whole.put("summary", summary);
        return Json.text(whole);
    }

    private static Map<String, Object> detail(Outcome outcome) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("workload", outcome.workload());
        detail.put("system", outcome.contender().toString());
        detail.put("run", outcome.run());
        Map<String, Object> values = new LinkedHashMap<>();
        outcome.values().forEach((metric, value) -> values.put(metric.name(), value));
        detail.put("values", values);
        if (outcome.failure() != null) {
            detail.put("failure", outcome.failure());
        }
        return detail;
    }

    private static Map<String, Object> summary(String workload, Metric metric, Row row) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("workload", workload);
        entry.put("metric", metric.name());
        entry.put("system", row.contender().toString());
        entry.put("runs", row.runs());
        Samples samples = row.samples();
        entry.put("counted", samples == null ? 0 : samples.values().size());
        if (samples != null) {
            entry.put("median", samples.median());
            entry.put("min", samples.min());
            entry.put("max", samples.max());
        }
        row.ratio().ifPresent(ratio -> entry.put("ratio", ratio));
        return entry;
    }

    private Set<String> workloads() {
        return outcomes.stream().map(Outcome::workload).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<Metric> metrics(String workload) {
        return of(workload).stream()
                .flatMap(outcome -> outcome.values().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<Outcome> of(String workload) {
        return outcomes.stream()
                .filter(outcome -> outcome.workload().equals(workload))
                .toList();
    }
}
