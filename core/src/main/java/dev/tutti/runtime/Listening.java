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
    private volatile @Nullable Thread thread;

    /**
     * Nobody listens yet.
     *
     * @param group its name
     * @param source of events, which waits for the next one
     * @param notices told when the listener fails
     */
    Listening(String group, Source source, Consumer<String> notices) {
        this.group = group;
        this.source = source;
        this.notices = notices;
    }

    /** Begins; once only. */
    synchronized void begin(Consumer<? super Event> to) {
        if (thread != null) {
            throw new IllegalStateException("group '" + group + "' has a listener already");
        }
        Thread made =
                Thread.ofPlatform().daemon().name("tutti-" + group + "-events").unstarted(() -> pump(to));
        thread = made;
        made.start();
    }

    /** Whether the calling thread is the one that runs the listener. */
    boolean isCaller() {
        return Thread.currentThread().equals(thread);
    }

    private void pump(Consumer<? super Event> to) {
        try {
            Event event;
            do {
                event = source.next();
                try {
                    to.accept(event);
                } catch (RuntimeException failed) {
                    notices.accept("a listener of group '" + group + "' failed on " + event + ": " + failed);
                }
            } while (!(event instanceof Left));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
