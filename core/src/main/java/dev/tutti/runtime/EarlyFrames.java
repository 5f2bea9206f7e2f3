package dev.tutti.runtime;

import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Packet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Frames of views that this node does not know: most are of other groups, but some belong to a view that others have installed a moment
 * earlier. A few of the latest are kept for a short time, and given to the view when it is here; the rest is repaired as if it had been
 * lost. Which of the two a frame was, is known and counted when it goes.
 */
final class EarlyFrames {
    /** Frames that are kept at most. */
    static final int MAX_FRAMES = 1_024;

    /** Their bytes at most. */
    static final long MAX_BYTES = 4 << 20;

    /** For so long. */
    static final long MAX_AGE_NANOS = 2_000_000_000L;

    private record Early(long connection, Packet frame, long atNanos) {}

    private final Clock clock;
    private final Counters.Counter early;
    private final Counters.Counter unknown;
    private final ArrayDeque<Early> kept = new ArrayDeque<>();
    private long bytes;

    EarlyFrames(Clock clock, Counters counters) {
        this.clock = clock;
        this.early = counters.counter("node.early");
        this.unknown = counters.counter("node.unknown-view");
    }

    /** Bytes of all frames that are kept. */
    long bytes() {
        return bytes;
    }

    void keep(long connection, Packet frame) {
        kept.addLast(new Early(connection, frame, clock.nanoTime()));
        bytes += frame.length();
        while (bytes > MAX_BYTES || kept.size() > MAX_FRAMES) {
            dropOldest();
        }
        expire();
    }

    /** Drops what has been kept for long enough. */
    void expire() {
        if (kept.isEmpty()) {
            return;
        }
        long now = clock.nanoTime();
        while (!kept.isEmpty() && now - kept.element().atNanos() > MAX_AGE_NANOS) {
            dropOldest();
        }
    }

    private void dropOldest() {
        bytes -= kept.remove().frame().length();
        unknown.increment();
    }

    /** The frames of a view, in the order in which they came; forgets them. */
    List<Packet> take(long connection) {
        List<Packet> taken = new ArrayList<>();
        for (Iterator<Early> each = kept.iterator(); each.hasNext(); ) {
            Early next = each.next();
            if (next.connection() == connection) {
                taken.add(next.frame());
                bytes -= next.frame().length();
                each.remove();
            }
        }
        early.add(taken.size());
        return taken;
    }
}
