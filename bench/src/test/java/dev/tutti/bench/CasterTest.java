package dev.tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A caster on a peer that keeps what is cast. */
class CasterTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Payload payload = new Payload(1024);
    private final List<byte[]> cast = new ArrayList<>();
    private long castNanos;

    private final Peer peer = new Peer() {
        @Override
        public void join() {}

        @Override
        public void cast(byte[] bytes) {
            cast.add(bytes);
            long until = System.nanoTime() + castNanos;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void leave() {}
    };

    @Test
    void whatItSendsPassesTheChecker() throws Exception {
        Checker checker = new Checker(0, 1, 1, payload);
        Caster caster = new Caster(peer, payload, 0);
        for (int phase = 0; phase < 2; phase++) {
            checker.beginPhase();
            cast.clear();
            caster.run(phase(2 * MILLI, 0));
            cast.forEach(bytes -> checker.delivered(0, bytes, 0, bytes.length));

            checker.awaitPhase(1, System.nanoTime());

            assertThat(checker.deliveredInPhase()).isEqualTo(cast.size());
        }
        assertThat(caster.sent()).isGreaterThan(cast.size());
    }

    @Test
    void aPacedPhaseHasItsNumberOfMessagesAndNoMore() throws Exception {
        new Caster(peer, payload, 0).run(phase(20 * MILLI, 1_000));

        assertThat(cast).hasSize(20);
        assertThat(cast).filteredOn(bytes -> Payload.isLast(bytes, 0)).containsExactly(cast.getLast());
    }

    @Test
    void aCastThatIsHeldUpCountsFromWhenItWasDue() throws Exception {
        castNanos = 3 * MILLI;
        Phase phase = phase(5 * MILLI, 1_000);
        new Caster(peer, payload, 0).run(phase);

        assertThat(cast.subList(1, 5))
                .extracting(bytes -> Payload.dueNanos(bytes, 0) - phase.startNanos())
                .containsExactly(MILLI, 2 * MILLI, 3 * MILLI, 4 * MILLI);
    }

    private static Phase phase(long lengthNanos, int perSecond) {
        return new Phase(64, 1, System.nanoTime() + MILLI, lengthNanos, perSecond, 0);
    }
}
