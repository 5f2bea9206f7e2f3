package dev.tutti.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Options;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several members cast more than a slow one consumes: what each gets through. */
class FairnessTest {
    private static final int WINDOW_BYTES = 1 << 16;
    private static final List<String> SENDERS = List.of("a", "b", "c");

    private static Cluster group(Options options) {
        Cluster cluster = Scenario.group(
                1,
                Setup.DEFAULT.options(
                        options.with(Options.WINDOW_BYTES, WINDOW_BYTES).with(Options.OUTBOX_BYTES, WINDOW_BYTES)),
                "a",
                "b",
                "c",
                "d");
        cluster.slow("d", 1);
        return cluster;
    }

    /** All cast all that the group takes, the one after the other, for some time; returns bytes by sender. */
    private static long[] cast(Cluster cluster, int[] sizes) {
        long[] bytes = new long[SENDERS.size()];
        for (int turn = 0; turn < 3_000; turn++) {
            for (int i = 0; i < bytes.length; i++) {
                while (cluster.member(SENDERS.get(i)).cast(sizes[i]) != null) {
                    bytes[i] += sizes[i];
                }
            }
            cluster.run(1);
        }
        assertThat(cluster.check()).isEmpty();
        return bytes;
    }

    /** What was only taken, and waits, is not to count. */
    private static void expectFairShares(long[] bytes) {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (long each : bytes) {
            least = Math.min(least, each - 2 * WINDOW_BYTES);
            most = Math.max(most, each);
        }
        assertThat(least).isGreaterThan(4 * WINDOW_BYTES);
        assertThat(most).isLessThan(2 * least);
    }

    @Test
    void sendersGetEqualShares() {
        expectFairShares(cast(group(Options.local()), new int[] {500, 500, 500}));
    }

    @Test
    void whoCastsLargeMessagesGetsNoMoreBytesThanWhoCastsSmallOnes() {
        expectFairShares(cast(group(Options.local()), new int[] {300, 20_000, 500}));
    }

    @Test
    void sendersGetEqualSharesOfMessagesToo() {
        long[] bytes = cast(group(Options.local().with(Options.WINDOW_MESSAGES, 20)), new int[] {20, 20, 20});
        long least = Math.min(bytes[0], Math.min(bytes[1], bytes[2]));
        long most = Math.max(bytes[0], Math.max(bytes[1], bytes[2]));
        assertThat(least).isPositive();
        assertThat(most).isLessThan(least * 5 / 4);
    }
}
