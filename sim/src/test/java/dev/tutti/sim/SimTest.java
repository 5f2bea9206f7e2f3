package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.GroupProperties.Engine;
import dev.tutti.Node;
import dev.tutti.sim.Campaign.Summary;
import dev.tutti.sim.trace.Trace;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random runs, judged by every checker. */
class SimTest {
    private static void run(long first, long last) throws InterruptedException {
        List<String> findings = Collections.synchronizedList(new ArrayList<>());
        int threads = Math.min(2, Runtime.getRuntime().availableProcessors());
        Campaign campaign = new Campaign(Palette.DRAWN, threads, (outcome, soFar) -> {
            if (!outcome.violations().isEmpty()) {
                findings.add(outcome.finding());
            }
        });
        Summary summary = campaign.run(first, last, Duration.ofHours(10));
        System.out.println("Seeds " + first + " to " + last + ": " + summary.speed());
        assertThat(findings).as("java dev.tutti.sim.Main --seed N shows one").isEmpty();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void randomRunsKeepEveryGuarantee() throws InterruptedException {
        run(1, 2_500);
    }

    @Test
    @Tag("slow")
    void manyRandomRunsKeepEveryGuarantee() throws InterruptedException {
        run(2_501, 20_000);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theSameSeedGivesTheSameTraceByteForByteAlsoInAnotherProcess()
            throws IOException, InterruptedException, URISyntaxException {
        for (long seed = 1; seed <= 40; seed++) {
            assertThat(report(seed)).isEqualTo(report(seed));
        }
        for (long seed : new long[] {1, 45, 198}) {
            assertThat(reportOfAnotherProcess(seed)).isEqualTo(report(seed));
        }
        assertThat(report(1)).isNotEqualTo(report(2));
    }

    private static String report(long seed) {
        return Simulation.run(seed).report(Palette.DRAWN);
    }

    private static String reportOfAnotherProcess(long seed)
            throws IOException, InterruptedException, URISyntaxException {
        String classes = place(Node.class) + File.pathSeparator + place(Main.class);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-Xint", "-cp", classes, Main.class.getName(), "--seed", Long.toString(seed))
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(text.lines().findFirst().orElse("silence"))
                .isLessThan(2);
        return text;
    }

    private static Path place(Class<?> of) throws URISyntaxException {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void theTraceOfARunReadsBack() {
        Trace trace = Simulation.run(3).trace();

        assertThat(Trace.parse(Simulation.run(3).report(Palette.DRAWN)).entries())
                .isEqualTo(trace.entries());
    }

    @Test
    void aPaletteSaysWhatGoesWrong() {
        Palette crashes = new Palette(
                Choice.exactly(EnumSet.of(FaultKind.CRASH), EnumSet.allOf(FaultKind.class)),
                Choice.exactly(EnumSet.of(Property.STATE, Property.MERGE), EnumSet.allOf(Property.class)));
        for (long seed = 1; seed <= 20; seed++) {
            Plan plan = Swarm.plan(seed, crashes);
            assertThat(plan.setup().state()).isPresent();
            assertThat(plan.setup().group().primaryOnly()).isFalse();
            assertThat(plan.steps())
                    .extracting(Plan.Timed::step)
                    .noneMatch(step -> step instanceof Step.Partition || step instanceof Step.Pause)
                    .anyMatch(step -> step instanceof Step.Crash);
            assertThat(Simulation.run(seed, crashes).violations()).isEmpty();
        }
    }

    @Test
    void aPaletteFixesSomeThingsAndLeavesTheOthersToTheSeeds() {
        Palette tokens = new Palette(
                Choice.drawn(),
                new Choice<>(
                        EnumSet.of(Property.TOTAL, Property.TOKEN),
                        EnumSet.of(Property.ROTATING_TOKEN, Property.ROUND_ROBIN)));
        Set<Boolean> withState = new HashSet<>();
        for (long seed = 1; seed <= 20; seed++) {
            Setup setup = Swarm.plan(seed, tokens).setup();
            assertThat(setup.group().properties().engine()).isEqualTo(Engine.TOKEN);
            assertThat(setup.group().properties().order().isTotal()).isTrue();
            withState.add(setup.state().isPresent());
        }
        assertThat(withState).containsExactlyInAnyOrder(true, false);
    }
}
