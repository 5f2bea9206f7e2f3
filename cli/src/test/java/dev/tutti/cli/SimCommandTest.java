package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tutti sim}, and {@code tutti check} over simulated and real traces. */
class SimCommandTest {
    @TempDir
    Path folder;

    private static int run(String commandLine, List<String> printed) throws Exception {
        try (Session session = new Session(commandLine)) {
            int code = session.exitCode();
            printed.addAll(session.printed());
            printed.addAll(session.errors().lines().toList());
            return code;
        }
    }

    private static int run(String commandLine) throws Exception {
        return run(commandLine, new ArrayList<>());
    }

    @Test
    void aRangeOfSeedsIsRunAndSummedUp() throws Exception {
        List<String> printed = new ArrayList<>();

        assertThat(run("sim --seeds 1..5 --threads 1 --faults crash,restart --properties state", printed))
                .isZero();
        assertThat(printed).anyMatch(line -> line.startsWith("0 of 5 seeds failed; "));
    }

    @Test
    void someThingsAreFixedAndTheRestIsDrawn() throws Exception {
        List<String> printed = new ArrayList<>();

        assertThat(run("sim --seed 3 --with total,token,crash --without rotating-token,round-robin", printed))
                .isZero();
        assertThat(printed.get(0)).contains("order=total").contains("engine=token");
        assertThat(printed).anyMatch(line -> line.endsWith(" crash"));
    }

    @Test
    void whatIsFixedMustMakeSense() throws Exception {
        List<String> printed = new ArrayList<>();

        assertThat(run("sim --with toal", printed)).isEqualTo(2);
        assertThat(run("sim --with token --without token", printed)).isEqualTo(2);
        assertThat(run("sim --properties state --with token", printed)).isEqualTo(2);
        assertThat(printed)
                .anyMatch(line -> line.startsWith("tutti sim: --with: there is no 'toal'; there are "))
                .anyMatch(line -> line.contains("'token' stands in --with and in --without"))
                .anyMatch(line -> line.contains("--properties says exactly what there is"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 5})
    void anEngineThatIsFixedIsTheEngineOfEveryRun(long seed) throws Exception {
        List<String> printed = new ArrayList<>();

        assertThat(run("sim --with token --seed " + seed, printed)).isZero();
        assertThat(printed.get(0)).contains("order=total").contains("engine=token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--properties total,token,round-robin  | --properties: 'round-robin' excludes 'token': leave one",
                "--properties token                    | --properties: 'token' needs 'total': have both",
                "--properties causal-sends             | 'causal-sends' needs 'causal'",
                "--properties total,causal-sends       | 'causal-sends' needs 'causal'",
                "--properties merge                    | 'merge' needs 'state'",
                "--properties resilience,safe          | 'safe' excludes 'resilience'",
                "--properties total,only-pb,only-bb    | 'only-pb' excludes 'only-bb'",
                "--properties small-frames,large-frames| 'large-frames' excludes 'small-frames'",
                "--with token,round-robin              | --with: 'round-robin' excludes 'token': leave one",
                "--with token --without total          | --with: 'token' needs 'total': have both",
            })
    void propertiesThatNoRunCanHaveTogetherAreRefused(String options, String reason) throws Exception {
        List<String> printed = new ArrayList<>();

        assertThat(run("sim --seed 7 " + options, printed)).isEqualTo(ExitCode.USAGE.number());
        assertThat(printed).singleElement().asString().startsWith("tutti sim: ").contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.000000000 a switched 1.000000000 b crash",
                "1.000000000 a stable nonsense",
                "1.-00000001 a block",
                "1.000000000 a left foo"
            })
    void aFileWithALineThatIsNoneIsNoTrace(String line) throws Exception {
        Path trace = folder.resolve("broken.trace");
        Files.writeString(trace, "0.000000000 a start\n" + line + "\n");
        List<String> printed = new ArrayList<>();

        assertThat(run("check " + trace, printed)).isEqualTo(ExitCode.USAGE.number());
        assertThat(printed).singleElement().asString().startsWith("tutti check: " + trace + ", line 2: '");
    }

    @Test
    void oneSeedIsWrittenAsATraceThatCanBeChecked() throws Exception {
        Path trace = folder.resolve("3.trace");

        assertThat(run("sim --seed 3 --trace " + trace)).isZero();
        assertThat(Files.readString(trace)).contains("# seed 3: ").contains(" a start");
        assertThat(run("check --settled " + trace)).isZero();
        String whole = Files.readString(trace);

        assertThat(run("sim --seed 3 --shrink --trace " + trace)).isZero();
        assertThat(Files.readString(trace))
                .as("nothing is broken, so nothing is left out")
                .isEqualTo(whole);
    }

    @Test
    void oneSeedIsDrawn() throws Exception {
        Path page = folder.resolve("3.html");
        Path picture = folder.resolve("3.svg");

        assertThat(run("sim --seed 3 --diagram " + page)).isZero();
        assertThat(run("sim --seed 3 --shrink --diagram " + picture)).isZero();
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("<svg", "class=\"transit");
        assertThat(Files.readString(picture)).startsWith("<?xml").contains("class=\"views\"");
    }

    @Test
    void aTraceThatBreaksAGuaranteeIsFound() throws Exception {
        Path trace = folder.resolve("bad.trace");
        Files.writeString(trace, "0.000000000 a start\n1.000000000 a deliver cast b~1 m\n");
        List<String> printed = new ArrayList<>();

        assertThat(run("check " + trace, printed)).isEqualTo(1);
        assertThat(printed).anyMatch(line -> line.startsWith("ORDERLY at a"));
    }

    @Test
    void argumentsThatMakeNoSenseAreRefusedWithTheRemedy() throws Exception {
        for (String wrong : List.of(
                "sim --faults fire",
                "sim --properties ,",
                "sim --seeds 5",
                "sim --seeds 1..x",
                "sim --seed 1 --minutes 2",
                "sim --trace x",
                "sim --diagram x",
                "sim --shrink",
                "sim --threads 0",
                "sim --seed 7 --threads 0",
                "check " + folder.resolve("nothing"),
                "check " + Files.createFile(folder.resolve("empty")),
                "check")) {
            List<String> printed = new ArrayList<>();
            assertThat(run(wrong, printed)).as(wrong).isEqualTo(ExitCode.USAGE.number());
            assertThat(printed).as(wrong).isNotEmpty();
        }
    }

    @Test
    void whatRealMembersWroteDownPassesTheCheckers() throws Exception {
        Path annTrace = folder.resolve("ann.trace");
        Path bobTrace = folder.resolve("bob.trace");
        String member = "member --group traced --preset local --resilience 5 --json --name ";
        try (Session ann = new Session(member + "ann --found --trace " + annTrace)) {
            ann.awaitEvent("view");
            try (Session bob = new Session(member + "bob --trace " + bobTrace + " --seeds " + ann.address())) {
                bob.await("\"view\"", "[\"ann\",\"bob\"]");
                ann.await("\"view\"", "\"joined\":[\"bob\"]");
                ann.type("one", "two", "/flush", "/send bob three");
                bob.type("four", "five");
                ann.await("\"payload\":\"five\"");
                bob.await("\"payload\":\"three\"");
                assertThat(bob.end()).isZero();
            }
            assertThat(ann.end()).isZero();
        }
        List<String> printed = new ArrayList<>();

        assertThat(run("check " + annTrace + " " + bobTrace, printed))
                .as("%s", printed)
                .isZero();
        assertThat(Files.readString(annTrace)).contains(" start resilience=5\n", " stable\n", " left left\n");
        assertThat(Files.readAllLines(bobTrace).stream().filter(line -> line.contains(" deliver cast ")))
                .hasSize(4);
    }
}
