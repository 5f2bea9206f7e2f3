package dev.tutti.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.sim.check.Checks;
import dev.tutti.sim.fault.Hunt.Catch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The simulator and its checkers find what is planted in the product. See docs/faults.md. */
class FaultsTest {
    /** Each at the seed that the table names. If the code has changed since, other seeds may show it now. */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> faultsFitTheCodeAndAreFound() {
        Map<String, Long> seeds = new FaultTable(Faults.page()).seeds();
        return Faults.all().stream()
                .map(fault -> DynamicTest.dynamicTest(
                        fault.name(), () -> lookFor(fault, seeds.getOrDefault(fault.name(), 1L))));
    }

    private static void lookFor(Fault fault, long seed) {
        Hunt hunt = new Hunt(fault);
        if (hunt.at(seed).isEmpty()) {
            Optional<Catch> found = hunt.run();
            System.out.println("The table in docs/faults.md is out of date: seed " + seed + " does not show " + fault
                    + " any more; "
                    + found.map(c -> "seed " + c.seed() + " does").orElse("no other does"));
            assertThat(found)
                    .as("%s, within %s seeds", fault.what(), fault.seeds())
                    .isPresent();
        }
    }

    @Test
    @Tag("slow")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void everyFaultIsFound() {
        FaultTable table = new FaultTable(Faults.page());
        List<Fault> wanted = wanted();
        System.out.println(FaultTable.HEAD);
        Map<String, Optional<Catch>> found =
                wanted.parallelStream().collect(Collectors.toConcurrentMap(Fault::name, FaultsTest::hunt));
        if (Boolean.getBoolean("faults.update")) {
            Faults.page(table.with(Faults.all().stream()
                    .map(fault -> wanted.contains(fault)
                            ? FaultTable.row(fault, found.getOrDefault(fault.name(), Optional.empty()))
                            : table.row(fault))
                    .toList()));
        }
        assertThat(wanted)
                .as("faults that nothing found")
                .allMatch(fault ->
                        found.getOrDefault(fault.name(), Optional.empty()).isPresent());
    }

    private static Optional<Catch> hunt(Fault fault) {
        Optional<Catch> found = new Hunt(fault).run();
        System.out.println(FaultTable.row(fault, found));
        return found;
    }

    /** All, unless some are named. */
    private static List<Fault> wanted() {
        String only = System.getProperty("faults.only");
        if (only == null) {
            return Faults.all();
        }
        List<String> names = List.of(only.split(","));
        List<Fault> wanted = Faults.all().stream()
                .filter(fault -> names.contains(fault.name()))
                .toList();
        assertThat(wanted).extracting(Fault::name).containsExactlyInAnyOrderElementsOf(names);
        return wanted;
    }

    @Test
    void faultsNamePredicatesThatExist() {
        List<String> known = new ArrayList<>(Checks.names());
        known.addAll(List.of("NO_THROW", "BOUNDS"));

        assertThat(Faults.all())
                .allSatisfy(fault -> assertThat(known).as(fault.name()).containsAll(fault.predicates()));
    }

    @Test
    void thePageDescribesEachFaultAndNoOther() {
        assertThat(new FaultTable(Faults.page()).descriptions())
                .containsExactlyElementsOf(Faults.all().stream()
                        .map(fault -> "| " + fault + " | " + fault.what())
                        .toList());
    }

    @Test
    void aFaultThatWasWrittenForOtherCodeIsRefused() {
        Change change = new Change("A.java", "twice\n", "never\n");

        assertThat(change.applyTo("once\ntwice\n")).isEqualTo("once\nnever\n");
        assertThatThrownBy(() -> change.applyTo("once\n")).hasMessageContaining("was written for other code");
        assertThatThrownBy(() -> change.applyTo("twice\ntwice\n")).hasMessageContaining("more than once");
    }
}
