package dev.tutti.sim.fault;

import dev.tutti.sim.fault.Hunt.Catch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The table of planted faults in the page that describes them.
 *
 * @param page its text; the table is its end
 */
record FaultTable(String page) {
    static final String HEAD = "| fault | what is wrong | caught by | at seed | of |\n|---|---|---|---|---|";

    private static final int SEED_COLUMN = 3;

    /** One row. */
    static String row(Fault fault, Optional<Catch> found) {
        return "| " + fault + " | " + fault.what() + " | "
                + found.map(c -> c.broken().predicate() + " | " + c.seed()).orElse("nothing | none") + " | "
                + fault.seeds() + " |";
    }

    /** The row that stands there; one that names no seed if there is none. */
    String row(Fault fault) {
        return page.lines()
                .filter(line -> line.startsWith("| " + fault + " |"))
                .findFirst()
                .orElseGet(() -> row(fault, Optional.empty()));
    }

    private List<List<String>> rows() {
        return page.substring(page.indexOf(HEAD) + HEAD.length())
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> List.of(line.substring(2).split(" \\|( |$)")))
                .toList();
    }

    /** The seeds that found the faults, by name of the fault. */
    Map<String, Long> seeds() {
        Map<String, Long> seeds = new LinkedHashMap<>();
        for (List<String> row : rows()) {
            String seed = row.get(SEED_COLUMN);
            if (!seed.equals("none")) {
                seeds.put(row.getFirst(), Long.parseLong(seed));
            }
        }
        return seeds;
    }

    /** The first two columns. */
    List<String> descriptions() {
        return rows().stream()
                .map(row -> "| " + row.get(0) + " | " + row.get(1))
                .toList();
    }

    /** The page with other rows. */
    String with(List<String> newRows) {
        return page.substring(0, page.indexOf(HEAD))
                + HEAD
                + newRows.stream().map(row -> "\n" + row).collect(Collectors.joining())
                + "\n";
    }
}
