package dev.tutti.runtime;

import dev.tutti.Address;
import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Timers;
import dev.tutti.layer.VirtualTime;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/** A network with nobody else in it. Takes turns when it is asked to, as long as it is open. */
final class BareRim implements Rim, Link {
    final VirtualTime time = new VirtualTime();
    private final Semaphore asked = new Semaphore(0);
    private boolean closed;
    /** Whether the link fails, which is reported. */
    boolean failing;
    /** Whether what is sent is lost and what is noted ignored, rather than that the test fails. */
    boolean lossy;

    /** On the loop. */
    void run(NodeRuntime node) {
        while (!closed) {
            asked.acquireUninterruptibly();
            node.turn();
        }
    }

    @Override
    public Clock clock() {
        return time;
    }

    @Override
    public Timers timers() {
        return time;
    }

    @Override
    public RandomGenerator random() {
        return new SplittableRandom(1);
    }

    @Override
    public Link link() {
        return this;
    }

    @Override
    public List<Address> seeds() {
        return List.of();
    }

    @Override
    public boolean seedsComplete() {
        return true;
    }

    @Override
    public void wake() {
        asked.release();
    }

    @Override
    public void note(String notice) {
        if (!failing && !lossy) {
            throw new AssertionError(notice);
        }
    }

    @Override
    public void send(Address to, Packet frame) {
        nobodyIsThere();
    }

    @Override
    public void cast(List<Address> to, Packet frame) {
        nobodyIsThere();
    }

    private void nobodyIsThere() {
        if (!lossy) {
            throw new AssertionError("nobody is there");
        }
    }

    @Override
    public boolean announces() {
        return false;
    }

    @Override
    public void announce(Packet frame) {}

    @Override
    public void flush() {}

    @Override
    public int maxFrameBytes() {
        return 1_400;
    }

    @Override
    public void watch(List<Address> peers) {
        if (failing) {
            throw new IllegalStateException("planted");
        }
    }

    @Override
    public Address address() {
        return Address.parse("127.0.0.1:1");
    }

    @Override
    public void close() {
        closed = true;
    }
}
