package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.GroupProperties.Order;
import dev.tutti.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What causal order costs in bytes, with and without compressed vectors. The page of the layer has the table. */
class VectorsTest {
    private static final int CASTS = 480;
    private static final int BURST = 10;

    /** Who casts when. */
    private enum Talk {
        ONE("one member talks"),
        BURSTS("all talk, " + BURST + " casts at a time"),
        TURNS("all talk, one cast at a time");

        private final String words;

        Talk(String words) {
            this.words = words;
        }

        int talker(int cast, int members) {
            return switch (this) {
                case ONE -> 0;
                case BURSTS -> cast / BURST % members;
                case TURNS -> cast % members;
            };
        }
    }

    private static double headerBytesPerCast(int members, Talk talk, boolean compressed) {
        String[] names = IntStream.range(0, members).mapToObj(i -> "m" + i).toArray(String[]::new);
        Options options = Options.local().with(Options.PACKING, false).with(Options.COMPRESS_VECTORS, compressed);
        Setup setup = Setup.DEFAULT.options(options).group(group -> group.order(Order.CAUSAL));
        Cluster cluster = Scenario.group(1, setup, names);
        for (int cast = 0; cast < CASTS; cast++) {
            cluster.cast(names[talk.talker(cast, members)], 1);
            cluster.run(2);
        }
        Scenario.endsWell(cluster, names);
        long bytes = 0;
        for (String name : names) {
            bytes += cluster.member(name).counters().get("causal.header-bytes");
        }
        return (double) bytes / CASTS;
    }

    @Test
    void compressionSavesWhatThePageSays() throws IOException {
        List<String> table = new ArrayList<>();
        for (Talk talk : Talk.values()) {
            StringBuilder line = new StringBuilder("| " + talk.words + " |");
            for (int members : new int[] {4, 12, 24}) {
                double compressed = headerBytesPerCast(members, talk, true);
                double full = headerBytesPerCast(members, talk, false);
                assertThat(compressed).isLessThanOrEqualTo(full);
                line.append(String.format(Locale.ROOT, " %.1f / %.1f |", compressed, full));
            }
            table.add(line.toString());
        }
        Path page = Path.of(System.getProperty("tutti.root"), "docs", "layers", "causal.md");
        assertThat(Files.readAllLines(page)).containsAll(table);
    }
}
