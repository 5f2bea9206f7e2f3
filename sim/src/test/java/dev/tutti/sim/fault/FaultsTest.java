package dev.tutti.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.sim.check.Checks;
import dev.tutti.sim.fault.Hunt.Catch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The simulator and its checkers find what is planted in the product. See docs/faults.md. */
class FaultsTest {
    /** Faults that are found within so many seeds are looked for in every build. */
    private static final int QUICK_SEEDS = 50;

    @TestFactory
    Stream<DynamicTest> faultsFitTheCode() {
        return Faults.all().stream()
                .map(fault -> DynamicTest.dynamicTest(
                        fault.name(),
                        () -> assertThat(FaultyCode.compile(fault)).isNotEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> quickFaultsAreFound() {
        return Faults.all().stream()
                .filter(fault -> fault.seeds() <= QUICK_SEEDS)
                .map(fault -> DynamicTest.dynamicTest(
                        fault.name(),
                        () -> assertThat(new Hunt(fault).run())
                                .as("%s, within %s seeds", fault.what(), fault.seeds())
                                .isPresent()));
    }

    @Test
    @Tag("slow")
    void everyFaultIsFound() {
        List<Fault> missed = new ArrayList<>();
        System.out.println("| fault | what is wrong | caught by | at seed | of |");
        System.out.println("|---|---|---|---|---|");
        for (Fault fault : Faults.all()) {
            Optional<Catch> found = new Hunt(fault).run();
            if (found.isEmpty()) {
                missed.add(fault);
            }
            System.out.println("| " + fault + " | " + fault.what() + " | "
                    + found.map(c -> c.broken().predicate() + " | " + c.seed()).orElse("nothing | none") + " | "
                    + fault.seeds() + " |");
        }
        assertThat(missed).as("faults that nothing found").isEmpty();
    }

    @Test
    void faultsNamePredicatesThatExist() {
        List<String> known = new ArrayList<>(Checks.names());
        known.add("NO_THROW");

        assertThat(Faults.all())
                .allSatisfy(fault -> assertThat(known).as(fault.name()).containsAll(fault.predicates()));
    }

    @Test
    void thePageDescribesEachFaultAndNoOther() {
        List<String> rows = Faults.page()
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| fault"))
                .map(line -> line.split(" \\| ", 3)[0] + " | " + line.split(" \\| ", 3)[1])
                .toList();

        assertThat(rows)
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
