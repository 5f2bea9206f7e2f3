package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that run real processes, in a short form: against the classes of this build, as the command would run them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ScriptsTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>(System.getenv());

    @BeforeEach
    void makeCommand() throws IOException {
        assumeThat(pathHas("python3"))
                .as("python3 is not installed, so scripts/ is not tested")
                .isTrue();
        // Closed streams are the launcher's business; here, too, they must not become files of the JVM.
        Path tutti = FakeMachine.executable(folder.resolve("tutti"), """
                (: 3<&0) 2>/dev/null || exec </dev/null
                (: 3>&1) 2>/dev/null || exec >/dev/null
                (: 3>&2) 2>/dev/null || exec 2>/dev/null
                exec '%s/bin/java' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s "$@"
                """.formatted(
                        System.getProperty("java.home"), System.getProperty("java.class.path"), Main.class.getName()));
        environment.put("TUTTI_COMMAND", tutti.toString());
        environment.put("TMPDIR", folder.toString());
    }

    private static boolean pathHas(String command) {
        return Arrays.stream(
                        System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, command)));
    }

    private void passes(String script, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "python3", Shell.root().resolve("scripts").resolve(script).toString()));
        words.addAll(List.of(arguments));

        Shell.Result result = Shell.run(folder, environment, words);

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }

    @Test
    void theCheckerOfRealRunsFindsWhatIsPlanted() throws Exception {
        passes("check-vs-test.py");
    }

    @Test
    void membersThatStayTogetherDeliverTheSameThroughACrashALeaveAndAJoin() throws Exception {
        passes("hold.py", "casts", "--count", "200");
    }

    @Test
    void theyDeliverInOneOrderThatIsCausalWhereThatWasAskedFor() throws Exception {
        passes("hold.py", "casts", "--count", "200", "--order", "total-causal");
    }

    @Test
    void mistakesHaveOneLineAndACodeOfTheirOwn() throws Exception {
        passes("hold.py", "wrong", "--short");
    }
}
