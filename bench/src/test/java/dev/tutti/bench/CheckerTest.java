package dev.tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A checker with member 1 of 2, one stream each. */
class CheckerTest {
    private static final int SIZE = 100;

    private final Payload payload = new Payload(1024);
    private final Checker checker = new Checker(1, 2, 1, payload);

    @Test
    void aCompletePhaseIsCountedAndTimed() throws Exception {
        checker.beginPhase();
        deliver(0, 0, false);
        deliver(0, 1, false);
        deliver(1, 0, true);
        long beforeLast = System.nanoTime();
        deliver(0, 2, true);

        checker.awaitPhase(2, System.nanoTime());

        assertThat(checker.deliveredInPhase()).isEqualTo(4);
        assertThat(checker.endNanos()).isBetween(beforeLast, System.nanoTime());
    }

    @Test
    void sequencesGoOnInTheNextPhaseAndCountsBeginAgain() throws Exception {
        checker.beginPhase();
        deliver(0, 0, true);
        checker.awaitPhase(1, System.nanoTime());
        // The member is late: the next phase has begun elsewhere.
        deliver(0, 1, false);
        checker.beginPhase();
        deliver(0, 2, true);

        checker.awaitPhase(1, System.nanoTime());

        assertThat(checker.deliveredInPhase()).isEqualTo(2);
    }

    @Test
    void whoDidNotSendInAPhaseMaySendInTheNext() throws Exception {
        checker.beginPhase();
        deliver(0, 0, true);
        checker.awaitPhase(1, System.nanoTime());
        checker.beginPhase();
        deliver(0, 1, true);
        deliver(1, 0, true);
        checker.awaitPhase(2, System.nanoTime());
        checker.beginPhase();
        deliver(0, 2, true);

        checker.awaitPhase(1, System.nanoTime());

        assertThat(checker.deliveredInPhase()).isOne();
    }

    @Test
    void aLostMessageFailsThePhase() {
        checker.beginPhase();
        deliver(0, 0, false);
        deliver(0, 2, true);

        assertFails("from m0 came message 2 instead of 1");
    }

    @Test
    void aDoubledMessageFailsThePhase() {
        checker.beginPhase();
        deliver(0, 0, false);
        deliver(0, 0, false);

        assertFails("from m0 came message 0 instead of 1");
    }

    @Test
    void aMissingEndFailsThePhaseAtTheDeadline() {
        checker.beginPhase();
        deliver(0, 0, false);

        assertFails("lost or stuck: the messages of m0 ended with number 0");
    }

    @Test
    void anAlteredByteFailsThePhase() {
        checker.beginPhase();
        byte[] altered = payload.make(SIZE, 0, 0, 0, true);
        altered[SIZE - 1]++;
        checker.delivered(0, altered, 0, SIZE);

        assertFails("message 0 from m0 has wrong contents");
    }

    @Test
    void aShortenedMessageFailsThePhase() {
        checker.beginPhase();
        checker.delivered(0, payload.make(SIZE, 0, 0, 0, true), 0, SIZE - 1);

        assertFails("message 0 from m0 has wrong contents");
    }

    @Test
    void aMessageShorterThanAHeaderFailsThePhase() {
        checker.beginPhase();
        checker.delivered(0, new byte[Payload.MIN_BYTES - 1], 0, Payload.MIN_BYTES - 1);

        assertFails("from m0 came a message of 23 bytes, which nobody sent");
    }

    @Test
    void aMessageUnderAnotherSendersNameFailsThePhase() {
        checker.beginPhase();
        checker.delivered(1, payload.make(SIZE, 0, 0, 0, true), 0, SIZE);

        assertFails("stream 0 belongs to m0, but m1 is named as sender");
    }

    @Test
    void aMessageOfNobodyFailsThePhase() {
        checker.beginPhase();
        checker.delivered(0, payload.make(SIZE, 2, 0, 0, true), 0, SIZE);

        assertFails("from m0 came a message of stream 2, which nobody has");
    }

    @Test
    void aMessageAfterTheEndIsSeenByTheLastLook() throws Exception {
        checker.beginPhase();
        deliver(0, 0, true);
        checker.awaitPhase(1, System.nanoTime());
        assertThatCode(checker::verify).doesNotThrowAnyException();

        deliver(0, 0, true);

        assertThatThrownBy(checker::verify).isInstanceOf(Failure.class);
    }

    @Test
    void onlyPacedMessagesOfOthersHaveLatencies() throws Exception {
        checker.beginPhase();
        checker.delivered(0, payload.make(SIZE, 0, 0, System.nanoTime() - 1_000_000, true), 0, SIZE);
        checker.delivered(1, payload.make(SIZE, 1, 0, System.nanoTime() - 1_000_000, true), 0, SIZE);
        checker.awaitPhase(2, System.nanoTime());

        assertThat(checker.latencies().getTotalCount()).isEqualTo(1);
        assertThat(checker.latencies().getMaxValue()).isGreaterThan(900_000);
    }

    @Test
    void thePayloadMayLieAnywhereInTheArray() throws Exception {
        checker.beginPhase();
        byte[] around = new byte[SIZE + 20];
        System.arraycopy(payload.make(SIZE, 0, 0, 0, true), 0, around, 7, SIZE);
        checker.delivered(0, around, 7, SIZE);

        checker.awaitPhase(1, System.nanoTime());

        assertThat(checker.deliveredInPhase()).isEqualTo(1);
    }

    private void deliver(int sender, long sequence, boolean last) {
        checker.delivered(sender, payload.make(SIZE, sender, sequence, 0, last), 0, SIZE);
    }

    private void assertFails(String reason) {
        assertThatThrownBy(() -> checker.awaitPhase(1, System.nanoTime()))
                .isInstanceOf(Failure.class)
                .hasMessage(reason);
    }
}
