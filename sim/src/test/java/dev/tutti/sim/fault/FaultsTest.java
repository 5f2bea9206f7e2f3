package dev.tutti.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tutti.sim.check.Checks;
import dev.tutti.sim.fault.Hunt.Catch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
    /** Faults that are found within so many seeds are looked for in every build, wherever they show. */
    private static final int QUICK_SEEDS = 100;

    /**
     * Each at the seed that the table names. If the code has changed since, other seeds may show it now: the quick ones are looked for,
     * the others are left to the slow test, which writes the table anew.
     */
    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> faultsFitTheCodeAndAreFoundAtTheSeedInTheTable() {
        Map<String, Long> seeds = new FaultTable(Faults.page()).seeds();
        return Faults.all().stream()
                .map(fault -> DynamicTest.dynamicTest(
                        fault.name(), () -> lookFor(fault, seeds.getOrDefault(fault.name(), 1L))));
    }

    private static void lookFor(Fault fault, long seed) {
        Hunt hunt = new Hunt(fault);
        Optional<Catch> found = hunt.at(seed);
        if (found.isEmpty() && fault.seeds() <= QUICK_SEEDS) {
            found = hunt.run();
            assertThat(found)
                    .as("%s, within %s seeds", fault.what(), fault.seeds())
                    .isPresent();
        }
        assumeThat(found)
                .as("seed %s does not show it any more; see docs/faults.md on how to write the table anew", seed)
                .isPresent();
    }

    @Test
    @Tag("slow")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void everyFaultIsFound() {
        List<Fault> missed = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        System.out.println(FaultTable.HEAD);
        for (Fault fault : Faults.all()) {
            Optional<Catch> found = new Hunt(fault).run();
            if (found.isEmpty()) {
                missed.add(fault);
            }
            rows.add(FaultTable.row(fault, found));
            System.out.println(rows.getLast());
        }
        if (Boolean.getBoolean("faults.update")) {
            Faults.page(new FaultTable(Faults.page()).with(rows));
        }
        assertThat(missed).as("faults that nothing found").isEmpty();
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
