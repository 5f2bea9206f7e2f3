package dev.tutti.sim.world;

import dev.tutti.Address;
import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Timers;
import dev.tutti.runtime.Link;
import dev.tutti.runtime.Rim;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What a simulated process hands to its node. */
record SimRim(
        SimProcess process,
        Clock clock,
        RandomGenerator random,
        Link link,
        Supplier<List<Address>> seedSource,
        Consumer<String> notices)
        implements Rim {
    @Override
    public Timers timers() {
        return process;
    }

    @Override
    public List<Address> seeds() {
        return seedSource.get();
    }

    @Override
    public boolean seedsComplete() {
        return true;
    }

    @Override
    public void wake() {
        process.wake();
    }

    @Override
    public void note(String notice) {
        notices.accept(notice);
    }
}
