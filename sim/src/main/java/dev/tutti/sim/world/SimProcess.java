package dev.tutti.sim.world;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Timers;
import dev.tutti.runtime.Rim;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run of one process: it has an address from {@link #start} to {@link #kill}. While it is paused, as by a long collection of
 * garbage or a signal, its timers and frames wait; time does not.
 */
public final class SimProcess implements Timers {
    /** Frames that wait for a paused process; more are lost, as in the buffers of a real one. */
    public static final int MAX_WAITING_FRAMES = 4_096;

    private final Scheduler scheduler;
    private final SimNetwork network;
    private final Port port;
    private final LocalClock clock;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Task turn = new Turn();
    private int waitingFrames;
    private @Nullable Host host;
    private Runnable application = () -> {};
    private boolean alive;
    private boolean paused;

    /**
     * A process that has not started.
     *
     * @param scheduler time
     * @param network where it will have an address
     * @param address that address
     * @param driftMillionths by how many millionths its clock is too fast
     */
    public SimProcess(Scheduler scheduler, SimNetwork network, Address address, long driftMillionths) {
        this.scheduler = scheduler;
        this.network = network;
        this.port = network.port(address);
        // Clocks of different machines begin anywhere; nothing may depend on it.
        this.clock = new LocalClock(scheduler, Seeds.mix(port.index) >>> 16, driftMillionths);
    }

    /**
     * Takes the address and begins.
     *
     * @param <H> what it runs
     * @param random for the node
     * @param maxFrameBytes the largest frame for data
     * @param seeds where other members may be found, asked anew each time
     * @param notices gets what the node tells a person
     * @param build makes the host from its rim
     * @return the host
     * @throws IllegalStateException if the address is taken
     */
    @SuppressWarnings("exports") // Rim is only for modules that bring one, such as this
    public <H extends Host> H start(
            RandomGenerator random,
            int maxFrameBytes,
            Supplier<List<Address>> seeds,
            Consumer<String> notices,
            Function<Rim, H> build) {
        if (port.process != null) {
            throw new IllegalStateException(port.address + " is taken");
        }
        port.process = this;
        alive = true;
        H built =
                build.apply(new SimRim(this, clock, random, new SimLink(network, port, maxFrameBytes), seeds, notices));
        host = built;
        return built;
    }

    /**
     * Sets what the application does: it runs after each turn of the node.
     *
     * @param consumer takes what the node has for it
     */
    public void application(Runnable consumer) {
        application = consumer;
    }

    /**
     * Ends without a word.
     *
     * @param evidence whether those who watch this address learn that the process is gone, as by a connection that breaks
     */
    public void kill(boolean evidence) {
        if (!alive) {
            return;
        }
        alive = false;
        waiting.clear();
        turn.cancel();
        port.process = null;
        port.watched = java.util.Set.of();
        if (evidence) {
            network.evidence(port);
        }
    }

    /** Stops, until {@link #resume}. */
    public void pause() {
        paused = true;
        turn.cancel();
    }

    /** Goes on: does everything that came due meanwhile, then takes a turn. */
    public void resume() {
        if (!paused) {
            return;
        }
        paused = false;
        waitingFrames = 0;
        for (Runnable due = waiting.poll(); due != null && alive; due = waiting.poll()) {
            due.run();
        }
        wake();
    }

    /**
     * Whether it has started and not ended.
     *
     * @return true also while it is paused
     */
    public boolean alive() {
        return alive;
    }

    /**
     * Whether it stands still.
     *
     * @return true between {@link #pause} and {@link #resume}
     */
    public boolean paused() {
        return paused;
    }

    @Override
    public Timer after(long delayNanos, Runnable action) {
        Alarm alarm = new Alarm(action);
        long delay = clock.trueDelayNanos(Math.max(0, delayNanos));
        scheduler.schedule(Math.addExact(scheduler.nowNanos(), delay), alarm);
        return alarm;
    }

    void frame(Packet frame) {
        Host to = host;
        if (to == null) {
            return;
        }
        if (!paused) {
            to.frame(frame);
            afterwards();
        } else if (waitingFrames < MAX_WAITING_FRAMES) {
            waitingFrames++;
            waiting.add(() -> to.frame(frame));
        }
    }

    void gone(Address peer) {
        Host to = host;
        if (to == null || !alive) {
            return;
        }
        if (paused) {
            waiting.add(() -> to.gone(peer));
        } else {
            to.gone(peer);
            afterwards();
        }
    }

    /** Takes a turn at this very moment, after everything else that happens at it. */
    void wake() {
        if (alive && !paused && turn.position == Task.NOWHERE) {
            scheduler.schedule(scheduler.nowNanos(), turn);
        }
    }

    /** Frames that arrive at the same moment are one batch with one turn behind them. */
    private void afterwards() {
        if (scheduler.more()) {
            wake();
        } else {
            takeTurn();
        }
    }

    private void takeTurn() {
        Host of = host;
        if (of != null && alive) {
            of.turn();
            application.run();
        }
    }

    private final class Turn extends Task {
        @Override
        void run() {
            takeTurn();
        }
    }

    private final class Alarm extends Task {
        private final Runnable action;

        Alarm(Runnable action) {
            this.action = action;
        }

        @Override
        void run() {
            if (!alive) {
                return;
            }
            if (paused) {
                waiting.add(this::ring);
            } else {
                action.run();
                afterwards();
            }
        }

        private void ring() {
            if (!cancelled()) {
                action.run();
            }
        }
    }
}
