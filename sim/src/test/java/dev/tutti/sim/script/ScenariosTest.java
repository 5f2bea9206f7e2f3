package dev.tutti.sim.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Scripted runs with the whole trace that must come of each. With {@code -Dscenarios.update=true} the traces are written anew, to be
 * read as a diff. See docs/sim.md.
 */
class ScenariosTest {
    private static final boolean UPDATE = Boolean.getBoolean("scenarios.update");

    @TestFactory
    Stream<DynamicTest> scenarios() {
        return ScenarioFile.all().stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> play(scenario)));
    }

    @Test
    void eachPairOfCausesHasAScenario() {
        List<String> names = ScenarioFile.all().stream().map(ScenarioFile::name).toList();
        List<String> causes = names.stream()
                .filter(name -> name.startsWith("causes/"))
                .map(name -> name.substring("causes/".length()))
                .toList();

        for (String one : causes) {
            for (String other : causes) {
                assertThat(names)
                        .as("%s and %s", one, other)
                        .containsAnyOf("pairs/" + one + "-and-" + other, "pairs/" + other + "-and-" + one);
            }
        }
        assertThat(names.stream().filter(name -> name.startsWith("pairs/")))
                .hasSize(causes.size() * (causes.size() + 1) / 2);
    }

    private static void play(ScenarioFile scenario) {
        String trace =
                Script.parse(scenario.file().toString(), scenario.script()).play();
        if (UPDATE) {
            scenario.write(trace);
        } else {
            assertThat(trace)
                    .as("%s; -Dscenarios.update=true writes the trace anew", scenario.file())
                    .isEqualTo(scenario.trace());
        }
    }
}
