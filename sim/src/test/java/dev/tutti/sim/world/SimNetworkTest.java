package dev.tutti.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;
import dev.tutti.runtime.Rim;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimNetworkTest {
    private static final long MILLI = 1_000_000;

    private final Scheduler scheduler = new Scheduler();
    private final SimNetwork network = new SimNetwork(scheduler, new Seeds(7).random("network", 0));
    private final Probe a = start("a", 0);
    private final Probe b = start("b", 0);
    private final Probe c = start("c", 0);

    /** A host that notes what comes. */
    private static final class Probe implements Host {
        final List<String> frames = new ArrayList<>();
        final List<Address> gone = new ArrayList<>();
        final SimProcess process;
        final Rim rim;
        int turns;

        Probe(SimProcess process, Rim rim) {
            this.process = process;
            this.rim = rim;
        }

        @Override
        public void frame(Packet frame) {
            frames.add(new String(frame.toBytes(), StandardCharsets.UTF_8));
        }

        @Override
        public void gone(Address peer) {
            gone.add(peer);
        }

        @Override
        public void turn() {
            turns++;
        }

        Address address() {
            return rim.link().address();
        }

        void send(Probe to, String text) {
            rim.link().send(to.address(), Packet.of(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private Probe start(String host, long driftMillionths) {
        SimProcess process = new SimProcess(scheduler, network, new Address(host, 1), driftMillionths);
        return process.start(
                new Seeds(7).random("node", 0), 1_400, List::of, notice -> {}, rim -> new Probe(process, rim));
    }

    private void run(long millis) {
        scheduler.runUntil(scheduler.nowNanos() + millis * MILLI);
    }

    @Test
    void framesArriveOnceInOrderAndEachReceiverHasItsOwnBytes() {
        network.quality(LinkQuality.LAN.delay(0, 10 * MILLI));
        Packet frame = Packet.of(new byte[] {'x'});
        a.rim.link().cast(List.of(b.address(), c.address()), frame);
        frame.array()[frame.start()] = 'y';
        for (int i = 0; i < 100; i++) {
            a.send(b, "" + i);
        }

        run(50);

        assertThat(b.frames).hasSize(101).startsWith("x", "0", "1").endsWith("98", "99");
        assertThat(c.frames).containsExactly("x");
    }

    @Test
    void lossDuplicationAndReorderingFollowTheirProbabilities() {
        network.quality(
                LinkQuality.LAN.losing(0.1).doubling(0.1).reordering(0.5).delay(0, MILLI));
        for (int i = 0; i < 10_000; i++) {
            a.send(b, "" + i);
        }

        run(50);

        List<String> distinct = b.frames.stream().distinct().toList();
        assertThat(distinct).hasSizeBetween(8_800, 9_200);
        assertThat(b.frames.size() - distinct.size()).isBetween(800, 1_000);
        assertThat(distinct.stream().map(Integer::parseInt).toList())
                .isNotEqualTo(distinct.stream().map(Integer::parseInt).sorted().toList());
        assertThat(network.counts()).containsEntry("sent", 10_000L);
    }

    @Test
    void corruptionChangesBytes() {
        network.quality(LinkQuality.LAN.corrupting(1));

        a.send(b, "harmless");
        run(50);

        assertThat(b.frames).hasSize(1).doesNotContain("harmless");
    }

    @Test
    void heavyTailsHoldSomeFramesUp() {
        network.quality(LinkQuality.PERFECT.heavyTail(0.2, 5 * MILLI).reordering(1));
        for (int i = 0; i < 1_000; i++) {
            a.send(b, "" + i);
        }

        run(1);
        assertThat(b.frames).hasSizeBetween(700, 900);
        run(5 * LinkQuality.LONGEST_TAIL);
        assertThat(b.frames).hasSize(1_000);
    }

    @Test
    void aFullQueueLosesFrames() {
        network.quality(LinkQuality.PERFECT.queue(3));
        a.send(b, "12");
        a.send(b, "34");
        a.send(b, "5");

        run(50);

        assertThat(b.frames).containsExactly("12", "5");
        a.send(b, "67");
        run(50);
        assertThat(b.frames).hasSize(3);
    }

    @Test
    void cutsHoldInOneDirectionAlsoForFramesUnderWay() {
        a.send(b, "too late");
        network.cut(a.address(), b.address());
        a.send(b, "never");
        b.send(a, "back");
        run(50);
        network.mend(a.address(), b.address());
        a.send(b, "again");
        run(50);

        assertThat(b.frames).containsExactly("again");
        assertThat(a.frames).containsExactly("back");
    }

    @Test
    void partitionsSeparatePartsUntilHealed() {
        network.partition(List.of(List.of(a.address(), b.address())));
        a.send(b, "inside");
        a.send(c, "across");
        run(50);
        network.heal();
        a.send(c, "healed");
        run(50);

        assertThat(b.frames).containsExactly("inside");
        assertThat(c.frames).containsExactly("healed");
    }

    @Test
    void theFilterLosesChosenFrames() {
        network.filter((from, to, frame) -> !to.equals(b.address()));
        a.send(b, "lost");
        a.send(c, "kept");

        run(50);

        assertThat(b.frames).isEmpty();
        assertThat(c.frames).containsExactly("kept");
    }

    @Test
    void announcementsReachAllOnlyWhereMulticastWorks() {
        a.rim.link().announce(Packet.of(new byte[] {'1'}));
        network.multicast(true);
        a.rim.link().announce(Packet.of(new byte[] {'2'}));
        run(50);

        assertThat(b.frames).containsExactly("2");
        assertThat(c.frames).containsExactly("2");
    }

    @Test
    void thoseWhoWatchLearnOfADeathIfThereIsEvidence() {
        a.rim.link().watch(List.of(c.address()));
        c.process.kill(true);
        run(50);

        assertThat(a.gone).containsExactly(c.address());
        assertThat(b.gone).isEmpty();
    }

    @Test
    void aDeadProcessDoesNothingMoreAndItsAddressIsFree() {
        c.rim.timers().after(MILLI, () -> c.frames.add("alarm"));
        a.send(c, "lost");
        c.process.kill(false);
        run(50);
        assertThat(c.frames).isEmpty();

        Probe again = start("c", 0);
        a.send(again, "hello");
        run(50);
        assertThat(again.frames).containsExactly("hello");
    }

    @Test
    void aPausedProcessCatchesUpInOneTurn() {
        b.rim.timers().after(MILLI, () -> b.frames.add("alarm"));
        b.process.pause();
        a.send(b, "1");
        a.send(b, "2");
        run(50);
        assertThat(b.frames).isEmpty();

        int turns = b.turns;
        b.process.resume();
        run(1);
        assertThat(b.frames).containsExactly("1", "2", "alarm");
        assertThat(b.turns).isEqualTo(turns + 1);
    }

    @Test
    void aTimerCancelledInTheBacklogDoesNotFire() {
        var timer = b.rim.timers().after(MILLI, () -> b.frames.add("alarm"));
        b.rim.timers().after(MILLI / 2, timer::cancel);
        b.process.pause();
        run(50);
        b.process.resume();

        assertThat(b.frames).isEmpty();
    }

    @Test
    void oneTurnFollowsWakeUpsOfOneMoment() {
        int turns = a.turns;
        a.rim.wake();
        a.rim.wake();
        run(1);

        assertThat(a.turns).isEqualTo(turns + 1);
    }

    @Test
    void clocksDrift() {
        Probe fast = start("d", 100_000);
        long began = fast.rim.clock().nanoTime();
        fast.rim.timers().after(110 * MILLI, () -> fast.frames.add("alarm"));
        run(99);
        assertThat(fast.frames).isEmpty();
        run(1);

        assertThat(fast.frames).containsExactly("alarm");
        assertThat(fast.rim.clock().nanoTime() - began).isEqualTo(110 * MILLI);
    }

    @Test
    void aFrameAboveTheLimitIsAFaultOfTheSender() {
        Packet large = Packet.of(new byte[SimNetwork.LARGEST_FRAME_BYTES + 1]);

        assertThatThrownBy(() -> a.rim.link().send(b.address(), large)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFrameThatWasKeptBackArrivesOnceReleasedUnlessItsWayIsCut() {
        network.filter((from, to, frame) -> false);
        a.send(b, "1");
        run(1);
        assertThat(b.frames).isEmpty();

        network.release(a.address(), b.address(), Packet.of("1".getBytes(StandardCharsets.UTF_8)));
        network.cut(a.address(), c.address());
        network.release(a.address(), c.address(), Packet.of("1".getBytes(StandardCharsets.UTF_8)));
        run(1);
        assertThat(b.frames).containsExactly("1");
        assertThat(c.frames).isEmpty();
    }

    @Test
    void anAddressIsTakenOnce() {
        assertThatThrownBy(() -> start("a", 0)).hasMessageContaining("taken");
    }
}
