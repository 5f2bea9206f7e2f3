package dev.tutti.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Left;
import dev.tutti.kernel.Clock;
import org.junit.jupiter.api.Test;

class DepartureTest {
    private static final long TIMEOUT_NANOS = 100;

    private long nowNanos = 5;
    private final Clock clock = () -> nowNanos;
    private final Departure departure = new Departure(clock, TIMEOUT_NANOS);

    private boolean isDueInItsView() {
        return departure.isDue(Departure.Place.IN_A_VIEW);
    }

    @Test
    void whoDoesNotLeaveAsksNobody() {
        assertThat(departure.hasBegun()).isFalse();
        assertThat(departure.asks(true)).isFalse();
        assertThat(isDueInItsView()).isFalse();
        assertThat(departure.needsTimer()).isFalse();
    }

    @Test
    void inGoodOrderItGoesWhenAllArrivedAndTheOthersHaveAnswered() {
        departure.begin();
        assertThat(departure.asks(false)).isFalse();
        departure.confirmed();
        assertThat(isDueInItsView()).as("that answered nothing").isFalse();
        assertThat(departure.asks(true)).isTrue();
        assertThat(departure.asks(true)).as("once").isFalse();
        assertThat(isDueInItsView()).isFalse();
        departure.confirmed();
        assertThat(isDueInItsView()).isTrue();
        assertThat(isDueInItsView()).as("once").isFalse();
        assertThat(departure.reason()).isEqualTo(Left.Reason.LEFT);
    }

    @Test
    void inTheNextViewItAsksAnew() {
        departure.begin();
        departure.asks(true);
        departure.confirmed();
        departure.viewEnds();
        assertThat(isDueInItsView()).isFalse();
        assertThat(departure.asks(false)).isFalse();
        assertThat(departure.asks(true)).isTrue();
        departure.viewEnds();
        departure.confirmed();
        assertThat(isDueInItsView()).as("of a view that is over").isFalse();
    }

    @Test
    void whenTheTimeIsOverItGoesAndSaysSo() {
        departure.begin();
        assertThat(departure.needsTimer()).isTrue();
        assertThat(departure.needsTimer()).as("once").isFalse();
        nowNanos += TIMEOUT_NANOS - 1;
        departure.begin();
        assertThat(isDueInItsView()).isFalse();
        nowNanos++;
        assertThat(isDueInItsView()).isTrue();
        assertThat(departure.reason()).isEqualTo(Left.Reason.CLOSED);
    }

    @Test
    void whoIsInNoViewGoesAtOnceButInGoodOrderOnlyIfItNeverWasInOne() {
        departure.begin();
        assertThat(departure.isDue(Departure.Place.NOT_YET_IN)).isTrue();
        assertThat(departure.reason()).isEqualTo(Left.Reason.LEFT);

        Departure cutOff = new Departure(clock, TIMEOUT_NANOS);
        cutOff.begin();
        assertThat(cutOff.isDue(Departure.Place.CUT_OFF)).isTrue();
        assertThat(cutOff.reason()).isEqualTo(Left.Reason.CLOSED);
    }

    @Test
    void anotherReasonStays() {
        departure.because(Left.Reason.NAME_TAKEN);
        departure.begin();
        nowNanos += TIMEOUT_NANOS;
        assertThat(isDueInItsView()).isTrue();
        assertThat(departure.reason()).isEqualTo(Left.Reason.NAME_TAKEN);
    }
}
