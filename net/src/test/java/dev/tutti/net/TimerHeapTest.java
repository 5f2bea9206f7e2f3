package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Timers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimerHeapTest {
    private long now = Long.MAX_VALUE - 1_000; // the clock may wrap
    private final List<Throwable> failures = new ArrayList<>();
    private final TimerHeap timers = new TimerHeap(() -> now, failures::add);

    @Test
    void timersFireByDeadlineAndThenByAge() {
        record Started(long delay, int number) {}
        List<Integer> fired = new ArrayList<>();
        List<Started> kept = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 5_000; i++) {
            int number = i;
            long delay = random.nextInt(2_000);
            Timers.Timer timer = timers.after(delay, () -> fired.add(number));
            if (random.nextInt(3) == 0) {
                timer.cancel();
                timer.cancel();
            } else {
                kept.add(new Started(delay, number));
            }
        }
        kept.sort(Comparator.comparingLong(Started::delay).thenComparingInt(Started::number));
        assertThat(timers.delayNanos()).isEqualTo(kept.getFirst().delay());
        for (int tick = 0; tick < 20; tick++) {
            timers.fire();
            now += 110;
        }
        assertThat(fired)
                .containsExactlyElementsOf(kept.stream().map(Started::number).toList());
        assertThat(timers.delayNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatATimerStartsFiresTheNextTimeAtTheEarliest() {
        List<String> fired = new ArrayList<>();
        timers.after(0, () -> {
            fired.add("first");
            timers.after(0, () -> fired.add("second"));
        });
        timers.fire();
        assertThat(fired).containsExactly("first");
        timers.fire();
        assertThat(fired).containsExactly("first", "second");
    }

    @Test
    void aTimerMayCancelAnotherThatIsDueAndItself() {
        List<String> fired = new ArrayList<>();
        List<Timers.Timer> handles = new ArrayList<>();
        handles.add(timers.after(1, () -> {
            fired.add("first");
            handles.forEach(Timers.Timer::cancel);
        }));
        handles.add(timers.after(2, () -> fired.add("second")));
        now += 10;
        timers.fire();
        assertThat(fired).containsExactly("first");
    }

    @Test
    void anExceptionDoesNotStopTheOthers() {
        List<String> fired = new ArrayList<>();
        timers.after(0, () -> {
            throw new IllegalStateException("planted");
        });
        timers.after(0, () -> fired.add("other"));
        timers.fire();
        assertThat(fired).containsExactly("other");
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    }
}
