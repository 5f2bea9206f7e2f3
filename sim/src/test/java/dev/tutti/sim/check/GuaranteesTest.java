package dev.tutti.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who tests each row of GUARANTEES.md, as its last column says. */
class GuaranteesTest {
    private static final String MODEL = "TLC: ";
    private static final String TEST = "Test";
    private static final Pattern CELL = Pattern.compile("(?<!\\\\)\\|");

    @Test
    void eachRowNamesACheckerThatExists() {
        Set<String> predicates = predicates();
        Set<String> invariants = invariants();
        Set<String> tests = tests();

        assertThat(checkers()).hasSizeGreaterThan(30).allSatisfy(checker -> {
            if (checker.startsWith(MODEL)) {
                assertThat(invariants).contains(checker.substring(MODEL.length()));
            } else if (checker.endsWith(TEST)) {
                assertThat(tests).contains(checker + ".java");
            } else {
                assertThat(predicates).contains(checker);
            }
        });
    }

    /** But for those that say what a trace is, or that a run went well at all. */
    @Test
    void eachPredicateStandsInARow() {
        Set<String> wanted = new HashSet<>(predicates());
        wanted.removeAll(Set.of("ORDERLY", "NO_THROW"));

        assertThat(checkers()).containsAll(wanted);
    }

    private static Set<String> predicates() {
        Set<String> names = new HashSet<>(Checks.names());
        names.add("BOUNDS");
        names.add("NO_THROW");
        return names;
    }

    /** What the last column holds, entry by entry. */
    private static List<String> checkers() {
        List<String> checkers = new ArrayList<>();
        for (String line : text("GUARANTEES.md").lines().toList()) {
            if (!line.startsWith("|") || line.startsWith("|---") || line.startsWith("| name |")) {
                continue;
            }
            String[] cells = CELL.split(line);
            assertThat(cells).as(line).hasSize(5);
            checkers.addAll(List.of(cells[4].strip().split(", ")));
        }
        return checkers;
    }

    private static Set<String> invariants() {
        return files(root().resolve("spec"), ".cfg")
                .flatMap(file -> text(file).lines())
                .filter(line -> line.startsWith("INVARIANTS") || line.startsWith("PROPERTIES"))
                .flatMap(line -> Stream.of(line.split(" ")))
                .collect(Collectors.toSet());
    }

    private static Set<String> tests() {
        return Stream.of("core", "net", "sim", "cli")
                .flatMap(module -> files(root().resolve(module).resolve("src/test/java"), TEST + ".java"))
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.toSet());
    }

    private static Stream<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList().stream();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String text(String name) {
        return text(root().resolve(name));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + file, broken);
        }
    }

    private static Path root() {
        return Path.of(System.getProperty("tutti.root", ".."));
    }
}
