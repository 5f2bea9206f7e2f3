package dev.tutti.runtime;

import dev.tutti.kernel.Clock;
import dev.tutti.kernel.Packet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Frames of views that this node does not know: most are stale, but some belong to a view that others have installed a moment earlier.
 * A few of the latest are kept for a short time, and given to the view when it is here; the rest is repaired as if it had been lost.
 */
final class EarlyFrames {
    private static final int MAX_FRAMES = 1_024;
    private static final long MAX_BYTES = 4 << 20;
    private static final long MAX_AGE_NANOS = 2_000_000_000L;

    private record Early(long connection, Packet frame, long atNanos) {}

    private final Clock clock;
    private final ArrayDeque<Early> kept = new ArrayDeque<>();
    private long bytes;

    EarlyFrames(Clock clock) {
        this.clock = clock;
    }

    /** Bytes of all frames that are kept. */
    long bytes() {
        return bytes;
    }

    void keep(long connection, Packet frame) {
        long now = clock.nanoTime();
        kept.addLast(new Early(connection, frame, now));
        bytes += frame.length();
        while (bytes > MAX_BYTES
                || kept.size() > MAX_FRAMES
                || (!kept.isEmpty() && now - kept.peekFirst().atNanos() > MAX_AGE_NANOS)) {
            bytes -= kept.removeFirst().frame().length();
        }
    }

    /** The frames of a view, in the order in which they came; forgets them. */
    List<Packet> take(long connection) {
        List<Packet> taken = new ArrayList<>();
        for (Iterator<Early> each = kept.iterator(); each.hasNext(); ) {
            Early early = each.next();
            if (early.connection() == connection) {
                taken.add(early.frame());
                bytes -= early.frame().length();
                each.remove();
            }
        }
        return taken;
    }
}
