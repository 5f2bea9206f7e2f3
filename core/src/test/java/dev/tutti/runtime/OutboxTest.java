package dev.tutti.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Address;
import dev.tutti.Delivery;
import dev.tutti.Endpoint;
import dev.tutti.GroupBusyException;
import dev.tutti.GroupClosedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What waits for the loop: its limits, and who is told of room. */
class OutboxTest {
    private static final Outbox.Patience NONE = new Outbox.Patience.None();
    private static final Outbox.Patience LISTENER = new Outbox.Patience.Overdrawing();
    private static final byte[] SMALL = new byte[10];
    private static final Endpoint ANN = new Endpoint("ann", 1, Address.parse("127.0.0.1:1"));
    private static final Endpoint BOB = new Endpoint("bob", 2, Address.parse("127.0.0.1:2"));
    private static final Outbox.SendsWanted ANY = new Outbox.SendsWanted(false, ANN, false, 0);

    private static Outbox outbox(long bytes, long casts, boolean packing) {
        return new Outbox(
                1_000,
                new Outbox.Limits(bytes, casts, packing),
                new Completions("test", () -> new GroupClosedException("over")),
                () -> {});
    }

    private static Outbox ofCasts(long casts) {
        return outbox(1_000_000, casts, true);
    }

    private static void get(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static boolean isDone(CompletionStage<Void> stage) {
        return stage.toCompletableFuture().isDone();
    }

    @Test
    void takesNoMoreCastsThanMayBeOutstanding() {
        Outbox outbox = ofCasts(3);
        for (long number = 1; number <= 3; number++) {
            assertThat(outbox.cast(SMALL, Delivery.ORDERED, NONE)).isEqualTo(number);
        }
        assertThat(outbox.cast(SMALL, Delivery.ORDERED, NONE)).isEqualTo(Outbox.FULL);
        assertThat(outbox.pollCast(false)).isNotNull();
        assertThat(outbox.cast(SMALL, Delivery.ORDERED, NONE))
                .as("handed down, not stable")
                .isEqualTo(Outbox.FULL);
        outbox.stable(Delivery.ORDERED, 2);
        assertThat(outbox.cast(SMALL, Delivery.ORDERED, NONE)).isEqualTo(4);
        assertThat(outbox.cast(SMALL, Delivery.ORDERED, NONE)).isEqualTo(5);
        assertThat(outbox.cast(SMALL, Delivery.ORDERED, NONE)).isEqualTo(Outbox.FULL);
    }

    @Test
    void aListenerMayHaveTwiceAsManyOutstanding() {
        Outbox outbox = ofCasts(2);
        for (int i = 0; i < 4; i++) {
            assertThat(outbox.cast(SMALL, Delivery.ORDERED, LISTENER)).isPositive();
        }
        assertThatThrownBy(() -> outbox.cast(SMALL, Delivery.ORDERED, LISTENER))
                .isInstanceOf(GroupBusyException.class)
                .hasMessageContaining("windowMessages");
    }

    @Test
    void whatIsForgottenIsNotOutstanding() {
        Outbox outbox = ofCasts(2);
        outbox.cast(SMALL, Delivery.ORDERED, NONE);
        outbox.pollCast(false);
        outbox.cast(SMALL, Delivery.ORDERED, NONE);
        outbox.forget();
        assertThat(outbox.cast(SMALL, Delivery.ORDERED, NONE)).isEqualTo(3);
        assertThat(outbox.cast(SMALL, Delivery.ORDERED, NONE)).isEqualTo(Outbox.FULL);
    }

    @Test
    void whoWaitsGoesOnWhenCastsAreStable() throws Exception {
        Outbox outbox = ofCasts(1);
        outbox.cast(SMALL, Delivery.ORDERED, NONE);
        CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(
                () -> outbox.cast(SMALL, Delivery.ORDERED, new Outbox.Patience.Waiting(TimeUnit.SECONDS.toNanos(20))));
        outbox.stable(Delivery.ORDERED, 1);
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void tellsOfRoomWhenHalfOfItIsFree() throws Exception {
        Outbox outbox = ofCasts(4);
        assertThat(isDone(outbox.whenReady())).isTrue();
        for (int i = 0; i < 4; i++) {
            outbox.cast(SMALL, Delivery.ORDERED, NONE);
        }
        CompletionStage<Void> ready = outbox.whenReady();
        Object again = outbox.whenReady();
        assertThat(again).as("nothing is kept per question").isSameAs(ready);
        outbox.pollCast(false);
        outbox.stable(Delivery.ORDERED, 1);
        assertThat(isDone(outbox.whenReady())).isFalse();
        outbox.stable(Delivery.ORDERED, 2);
        get(ready);
        assertThat(isDone(outbox.whenReady())).isTrue();
    }

    @Test
    void tellsOfRoomForWhatWasRefused() throws Exception {
        Outbox outbox = outbox(1_000, 1_000, false);
        outbox.cast(new byte[100], Delivery.ORDERED, NONE);
        assertThat(outbox.cast(new byte[950], Delivery.ORDERED, NONE)).isEqualTo(Outbox.FULL);
        CompletionStage<Void> ready = outbox.whenReady();
        assertThat(isDone(ready)).as("not for this one").isFalse();
        outbox.pollCast(false);
        get(ready);
        assertThat(outbox.cast(new byte[950], Delivery.ORDERED, NONE)).isPositive();
    }

    @Test
    void whoAskedForRoomLearnsThatThereWillBeNone() {
        Outbox outbox = ofCasts(1);
        outbox.cast(SMALL, Delivery.ORDERED, NONE);
        CompletionStage<Void> ready = outbox.whenReady();
        outbox.close();
        assertThatThrownBy(() -> get(ready))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(GroupClosedException.class);
        assertThatThrownBy(() -> get(outbox.whenReady())).hasCauseInstanceOf(GroupClosedException.class);
        assertThat(outbox.cast(SMALL, Delivery.ORDERED, NONE)).isEqualTo(Outbox.CLOSED);
    }

    @Test
    void messagesGoInOnePackOrEachAlone() {
        Outbox packing = outbox(1_000, 1_000, true);
        Outbox alone = outbox(1_000, 1_000, false);
        for (int i = 0; i < 5; i++) {
            packing.cast(new byte[i], Delivery.ORDERED, NONE);
            alone.cast(new byte[i], Delivery.ORDERED, NONE);
        }
        CastLine.Casting pack = packing.pollCast(false);
        assertThat(pack).isNotNull();
        assertThat(pack.pack().tag()).isEqualTo(5);
        assertThat(packing.pollCast(false)).isNull();
        for (int i = 0; i < 5; i++) {
            CastLine.Casting each = alone.pollCast(false);
            assertThat(each).isNotNull();
            assertThat(each.pack().length()).isEqualTo(i + 1);
            assertThat(each.pack().tag()).isEqualTo(i + 1L);
        }
        assertThat(alone.pollCast(false)).isNull();
    }

    @Test
    void whatEndsTheViewGoesAloneAndWhatIsBehindItStaysUntilTheNext() {
        Outbox outbox = outbox(1_000, 1_000, true);
        outbox.cast(SMALL, Delivery.ORDERED, NONE);
        outbox.gbcast(SMALL, NONE);
        outbox.gbcast(SMALL, NONE);
        outbox.cast(SMALL, Delivery.ORDERED, NONE);
        assertThat(outbox.pollCast(true)).as("what comes before goes first").isNull();
        assertThat(outbox.pollCast(false)).returns(false, CastLine.Casting::last);
        assertThat(outbox.pollCast(false)).returns(true, CastLine.Casting::last);
        assertThat(outbox.pollCast(true)).returns(true, CastLine.Casting::last);
        assertThat(outbox.pollCast(true)).isNull();
        assertThat(outbox.pollCast(false)).returns(false, CastLine.Casting::last);
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void sendsInOrderDoNotOvertakeTheCastsBeforeThem() {
        Outbox outbox = outbox(1_000, 1_000, false);
        outbox.cast(SMALL, Delivery.ORDERED, NONE);
        outbox.cast(SMALL, Delivery.ORDERED, NONE);
        outbox.send(BOB, SMALL, NONE);
        outbox.cast(SMALL, Delivery.ORDERED, NONE);
        outbox.send(ANN, SMALL, NONE);

        assertThat(outbox.pollSend(inOrder(0))).isNull();
        outbox.pollCast(false);
        assertThat(outbox.pollSend(inOrder(1))).isNull();
        outbox.pollCast(false);
        assertThat(outbox.pollSend(inOrder(1))).isNotNull().returns(BOB, Outbox.Sending::to);
        assertThat(outbox.pollSend(inOrder(1))).isNull();
        outbox.pollCast(false);
        assertThat(outbox.pollSend(inOrder(2)))
                .as("what goes to itself waits for what comes back")
                .isNull();
        assertThat(outbox.pollSend(inOrder(3))).isNotNull().returns(ANN, Outbox.Sending::to);
    }

    @Test
    void aPackOfSendsWaitsForTheCastsBeforeTheLastOfThem() {
        Outbox outbox = outbox(1_000, 1_000, true);
        outbox.send(BOB, SMALL, NONE);
        outbox.cast(SMALL, Delivery.ORDERED, NONE);
        outbox.send(BOB, SMALL, NONE);

        assertThat(outbox.pollSend(inOrder(0))).isNull();
        outbox.pollCast(false);
        assertThat(outbox.pollSend(inOrder(0))).isNotNull();
        assertThat(outbox.isEmpty()).isTrue();
    }

    private static Outbox.SendsWanted inOrder(long cameBack) {
        return new Outbox.SendsWanted(true, ANN, false, cameBack);
    }

    @Test
    void whatWasTakenBeforeACastThatEndsTheViewGoesFirstAndWhatCameBehindItLater() {
        Outbox outbox = outbox(1_000, 1_000, true);
        outbox.send(BOB, SMALL, NONE);
        outbox.cast(SMALL, Delivery.UNORDERED, NONE);
        outbox.cast(SMALL, Delivery.ORDERED, NONE);
        outbox.gbcast(SMALL, NONE);
        outbox.send(BOB, SMALL, NONE);
        outbox.cast(SMALL, Delivery.UNORDERED, NONE);
        outbox.gbcast(SMALL, NONE);

        assertThat(outbox.pollCast(false)).returns(Delivery.ORDERED, CastLine.Casting::delivery);
        assertThat(outbox.pollCast(false)).returns(Delivery.UNORDERED, CastLine.Casting::delivery);
        assertThat(outbox.pollCast(false)).as("the send goes first").isNull();
        assertThat(outbox.pollSend(ANY)).isNotNull();
        assertThat(outbox.pollSend(ANY)).as("it came behind").isNull();
        assertThat(outbox.pollCast(false)).returns(true, CastLine.Casting::last);
        assertThat(outbox.pollCast(true)).as("others were taken before it").isNull();
        assertThat(outbox.pollSend(ANY)).isNotNull();
        assertThat(outbox.pollCast(false)).returns(Delivery.UNORDERED, CastLine.Casting::delivery);
        assertThat(outbox.pollCast(false)).returns(true, CastLine.Casting::last);
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.bytes()).isZero();
    }
}
