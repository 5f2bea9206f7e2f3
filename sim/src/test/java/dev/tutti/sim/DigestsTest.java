package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Digests of whole reports, kept from whatever machine wrote them: so a run that depends on the machine is found where it runs elsewhere. With
 * {@code -Dtraces.update=true} they are written anew. See docs/sim.md.
 */
class DigestsTest {
    private static final boolean UPDATE = Boolean.getBoolean("traces.update");
    private static final int SEEDS = 24;
    private static final String HEAD =
            "# Seed, and the SHA-256 of its report. Written by DigestsTest with -Dtraces.update=true.";

    @Test
    void seedsGiveTheReportsThatTheyGaveOnTheMachineThatWroteTheDigests() throws IOException {
        Path file = Path.of(System.getProperty("tutti.root", "..")).resolve("sim/src/test/resources/digests.txt");
        List<String> lines =
                LongStream.rangeClosed(1, SEEDS).mapToObj(DigestsTest::line).toList();
        if (UPDATE) {
            Files.writeString(file, HEAD + "\n" + String.join("\n", lines) + "\n");
        } else {
            assertThat(Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")))
                    .as("digests of reports; after a change of what members do, -Dtraces.update=true writes them anew")
                    .containsExactlyElementsOf(lines);
        }
    }

    private static String line(long seed) {
        String report = Simulation.run(seed).report(Palette.DRAWN);
        return seed + " " + HexFormat.of().formatHex(sha256().digest(report.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError("every Java platform has it", missing);
        }
    }
}
