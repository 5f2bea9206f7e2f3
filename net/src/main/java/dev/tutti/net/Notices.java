package dev.tutti.net;

import dev.tutti.kernel.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lines for a person, each kind at most once in a while. From any thread. */
final class Notices {
    /** Where the whole stack trace of a failure goes. */
    private static final System.Logger LOGGER = System.getLogger("dev.tutti");

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MAX_KINDS = 256;

    private final Consumer<String> sink;
    private final Clock clock;
    private final Map<String, Long> lastNanos = new LinkedHashMap<>();

    Notices(Consumer<String> sink, Clock clock) {
        this.sink = sink;
        this.clock = clock;
    }

    /**
     * Says something.
     *
     * @param notice one line
     */
    void say(String notice) {
        try {
            sink.accept(notice);
        } catch (Throwable deaf) {
            // The reader of notices is the application's; that it failed can be told to nobody, and must not end what
            // was going on.
            return;
        }
    }

    /**
     * Says something unless it was said not long ago.
     *
     * @param kind what must not be repeated
     * @param notice one line
     */
    void sayOnce(String kind, String notice) {
        if (due(kind)) {
            say(notice);
        }
    }

    /**
     * Reports an exception that came out of a handler.
     *
     * @param where what was going on
     * @param thrown the exception
     */
    void failed(String where, Throwable thrown) {
        log(where, thrown);
        StackTraceElement[] trace = thrown.getStackTrace();
        String at = trace.length == 0 ? "" : " at " + trace[0];
        sayOnce(where + thrown.getClass() + at, "error while " + where + ", carrying on: " + thrown + at);
    }

    private static void log(String where, Throwable thrown) {
        try {
            LOGGER.log(System.Logger.Level.DEBUG, "while " + where, thrown);
        } catch (Throwable deaf) {
            // Whose logger it is, is not for us to say.
            return;
        }
    }

    private synchronized boolean due(String kind) {
        long now = clock.nanoTime();
        Long last = lastNanos.get(kind);
        if (last != null && now - last < INTERVAL_NANOS) {
            return false;
        }
        lastNanos.remove(kind);
        if (lastNanos.size() >= MAX_KINDS) {
            lastNanos.remove(lastNanos.keySet().iterator().next());
        }
        lastNanos.put(kind, now);
        return true;
    }
}
