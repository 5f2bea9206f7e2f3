package dev.tutti.net;

import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Timers;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The one thread's work of a node, a step at a time: wait for the network or a wake-up, handle what came, fire timers, take a turn.
 *
 * <p>The thread that makes a loop owns it and is the only one to step it. An exception from a handler, a timer or a turn is reported
 * and does not end anything. With nothing to do a step blocks; it never spins.
 */
final class Loop {
    /** Longest time in Netty's own tasks (accepting, connecting) within a step. */
    private static final long TASK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Longest sleep; a bound against arithmetic overflow below, of no other use. */
    private static final long MAX_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long MILLI_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final WakeSignal signal = new WakeSignal();
    private final Clock clock;
    private final Notices notices;
    private final long pollNanos;
    private final TimerHeap timers;
    private final Events events;

    /**
     * A loop of the calling thread, in real time.
     *
     * @param sockets which kind
     * @param notices for exceptions
     */
    Loop(Sockets sockets, Notices notices) {
        this(sockets, notices, System::nanoTime);
    }

    /**
     * A loop of the calling thread.
     *
     * @param sockets which kind
     * @param notices for exceptions
     * @param clock for its timers
     */
    Loop(Sockets sockets, Notices notices, Clock clock) {
        this.notices = notices;
        this.clock = clock;
        pollNanos = sockets.pollNanos();
        timers = new TimerHeap(clock, thrown -> notices.failed("firing a timer", thrown));
        events = new Events(Thread.currentThread(), sockets.handlers(), signal);
    }

    /** Netty's loop, whose waiting ends when we are asked for a turn. */
    private static final class Events extends ManualIoEventLoop {
        private final WakeSignal signal;
        private boolean polling;

        Events(Thread owner, IoHandlerFactory handlers, WakeSignal signal) {
            super(owner, handlers);
            this.signal = signal;
        }

        @Override
        protected boolean canBlock() {
            return polling || !signal.asked();
        }

        /** Handles what there is, or waits for something. */
        void round(boolean poll, long waitNanos) {
            polling = poll;
            run(waitNanos, TASK_NANOS);
        }
    }

    Clock clock() {
        return clock;
    }

    Timers timers() {
        return timers;
    }

    /** For registering channels. */
    EventLoop events() {
        return events;
    }

    /** Asks for a turn. From any thread; a memory read when it has been asked already. */
    void wake() {
        if (signal.ask()) {
            events.wakeup();
        }
    }

    /**
     * Does something on the loop, soon. From any thread; dropped once the loop has ended.
     *
     * @param work what to do
     */
    void execute(Runnable work) {
        try {
            events.execute(() -> guarded(work));
        } catch (RejectedExecutionException ended) {
            return;
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable thrown) {
            notices.failed("running a task", thrown);
        }
    }

    /** The network has something to handle: asking for a turn is free until it is taken. */
    void stir() {
        signal.stir();
    }

    /**
     * Does one round.
     *
     * @param maxWaitNanos how long to wait if there is nothing to do; 0 or less: not at all
     * @param turn to be taken at the end
     */
    void step(long maxWaitNanos, Runnable turn) {
        long waitNanos = Math.min(Math.min(maxWaitNanos, MAX_SLEEP_NANOS), timers.delayNanos());
        // Whole milliseconds, upwards: the selector counts in them, and would spin through the last part of one.
        boolean sleeping = waitNanos > 0 && signal.maySleep();
        long roundNanos = (waitNanos + MILLI_NANOS - 1) / MILLI_NANOS * MILLI_NANOS;
        try {
            events.round(!sleeping, sleeping ? roundNanos : pollNanos);
        } catch (Throwable thrown) {
            notices.failed("handling the network", thrown);
        }
        signal.beginTurn();
        timers.fire();
        try {
            turn.run();
        } catch (Throwable thrown) {
            notices.failed("taking a turn", thrown);
        }
    }

    /**
     * Runs the network until something has happened, without turns; for start-up.
     *
     * @param done what to wait for
     */
    void await(ChannelFuture done) {
        while (!done.isDone()) {
            events.round(true, MILLI_NANOS);
        }
    }

    /** Ends it: closes what is still open and gives back the selector. */
    void end() {
        Future<?> ended = events.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        while (!ended.isDone()) {
            events.run(-1, TASK_NANOS);
        }
    }
}
