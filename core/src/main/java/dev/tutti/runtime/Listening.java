package dev.tutti.runtime;

import dev.tutti.Event;
import dev.tutti.Left;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Pushes the events of a member to a listener, on a thread made for that, until the member is out. */
final class Listening {
    /** Where events come from. */
    interface Source {
        Event next() throws InterruptedException;
    }

    private final String group;
    private final Source source;
    private final Consumer<String> notices;
    private final Runnable stop;
    private volatile @Nullable Thread thread;

    /**
     * Nobody listens yet.
     *
     * @param group its name
     * @param source of events, which waits for the next one
     * @param notices told when the listener fails
     * @param stop called if the events end before the member is out: nobody consumes any more
     */
    Listening(String group, Source source, Consumer<String> notices, Runnable stop) {
        this.group = group;
        this.source = source;
        this.notices = notices;
        this.stop = stop;
    }

    /**
     * Begins; once only.
     *
     * @param to the listener
     * @param claim takes the events from everybody else, or throws
     */
    synchronized void begin(Consumer<? super Event> to, Runnable claim) {
        if (thread != null) {
            throw new IllegalStateException("group '" + group + "' has a listener already");
        }
        claim.run();
        Thread made =
                Thread.ofPlatform().daemon().name("tutti-" + group + "-events").unstarted(() -> pump(to));
        thread = made;
        made.start();
    }

    boolean isBegun() {
        return thread != null;
    }

    /** Whether the calling thread is the one that runs the listener. */
    boolean isCaller() {
        return Thread.currentThread().equals(thread);
    }

    private void pump(Consumer<? super Event> to) {
        boolean going = true;
        try {
            while (going) {
                try {
                    going = handOver(source.next(), to);
                } catch (InterruptedException nobodysBusiness) {
                    // The thread is ours: whoever interrupted it, perhaps the listener itself, cannot mean the group.
                }
            }
        } finally {
            if (going) {
                // A member without a consumer would hold up all others.
                stop.run();
            }
        }
    }

    /** Whatever the listener throws, the next event follows; returns whether there is one. */
    private boolean handOver(Event event, Consumer<? super Event> to) {
        try {
            to.accept(event);
        } catch (Throwable failed) {
            notices.accept("a listener of group '" + group + "' failed on " + event + ": " + failed);
        }
        return !(event instanceof Left);
    }
}
