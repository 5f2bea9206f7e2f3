package dev.tutti.sim.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
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
