package dev.tutti.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.kernel.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private final Scheduler scheduler = new Scheduler();
    private final List<String> done = new ArrayList<>();

    @Test
    void tasksHappenInTheOrderOfTheirTimeAndTimeJumps() {
        scheduler.after(30, () -> done.add("c" + scheduler.nowNanos()));
        scheduler.after(10, () -> done.add("a" + scheduler.nowNanos()));
        scheduler.after(20, () -> done.add("b" + scheduler.nowNanos()));

        scheduler.runUntil(100);

        assertThat(done).containsExactly("a10", "b20", "c30");
        assertThat(scheduler.nowNanos()).isEqualTo(100);
    }

    @Test
    void tasksOfOneMomentHappenInTheOrderInWhichTheyWereScheduled() {
        for (int i = 0; i < 100; i++) {
            String name = "t" + i;
            scheduler.after(5, () -> done.add(name));
        }

        scheduler.runUntil(5);

        assertThat(done).hasSize(100).first().isEqualTo("t0");
        assertThat(done).last().isEqualTo("t99");
    }

    @Test
    void aCancelledTaskDoesNotHappen() {
        Timers.Timer timer = scheduler.after(5, () -> done.add("never"));
        scheduler.after(5, () -> done.add("yes"));

        timer.cancel();
        timer.cancel();
        scheduler.runUntil(10);

        assertThat(done).containsExactly("yes");
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void manyRandomTasksAndCancellationsStayInOrder() {
        SplittableRandom random = new SplittableRandom(1);
        List<Long> times = new ArrayList<>();
        List<Timers.Timer> timers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            timers.add(scheduler.after(random.nextLong(1_000), () -> times.add(scheduler.nowNanos())));
        }
        for (int i = 0; i < timers.size(); i += 2) {
            timers.get(i).cancel();
        }

        scheduler.runUntil(1_000);

        assertThat(times).hasSize(5_000).isSorted();
    }

    @Test
    void twoTasksThatCallEachOtherForEverAreNoticed() {
        scheduler.after(1, this::again);

        assertThatThrownBy(() -> scheduler.runUntil(10)).hasMessageContaining("time stands still");
    }

    private void again() {
        scheduler.after(0, this::again);
    }
}
