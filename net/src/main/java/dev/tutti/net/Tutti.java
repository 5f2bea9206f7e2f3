package dev.tutti.net;

import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.TransportException;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.security.Security;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Where a program begins: puts a node on the network.
 *
 * <pre>{@code
 * try (Node node = Tutti.start(Options.local().name("ann").bind("127.0.0.1:7800").found())) {
 *     Group group = node.join("chat");
 *     group.cast("hello");
 * }
 * }</pre>
 */
public final class Tutti {
    private static final String POSITIVE_TTL = "networkaddress.cache.ttl";
    private static final String NEGATIVE_TTL = "networkaddress.cache.negative.ttl";

    /** Longest time for one round; wake-ups, frames and timers cut it short. */
    private static final long MAX_WAIT_NANOS = Long.MAX_VALUE;

    private Tutti() {}

    /**
     * Starts a node with a daemon thread of its own. Notices go to the {@link System.Logger} named {@code dev.tutti}.
     *
     * @param options validated here
     * @return ready to join groups
     * @throws dev.tutti.ConfigException if options make no sense
     * @throws TransportException if the network cannot be opened
     */
    public static Node start(Options options) {
        return start(options, Tutti::log);
    }

    /**
     * Starts a node with a daemon thread of its own.
     *
     * @param options validated here
     * @param notices gets lines for a person, from any thread; must not block
     * @return ready to join groups
     * @throws dev.tutti.ConfigException if options make no sense
     * @throws TransportException if the network cannot be opened
     */
    public static Node start(Options options, Consumer<String> notices) {
        options.validate();
        CompletableFuture<Node> started = new CompletableFuture<>();
        Thread thread = new FastThreadLocalThread(() -> run(options, notices, started));
        thread.setName("tutti-" + options.get(Options.NAME));
        thread.setDaemon(true);
        thread.start();
        try {
            return new ThreadedNode(started.join(), thread);
        } catch (CompletionException failed) {
            // Whoever learns of the failure finds nothing of it.
            ThreadedNode.awaitEnd(thread);
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /**
     * Makes a node whose loop the calling thread will run. Notices go to the {@link System.Logger} named {@code dev.tutti}.
     *
     * @param options validated here
     * @return to be stepped by this thread, and no other
     * @throws dev.tutti.ConfigException if options make no sense
     * @throws TransportException if the network cannot be opened
     */
    public static Stepped stepped(Options options) {
        return stepped(options, Tutti::log);
    }

    /**
     * Makes a node whose loop the calling thread will run.
     *
     * @param options validated here
     * @param notices gets lines for a person, from any thread; must not block
     * @return to be stepped by this thread, and no other
     * @throws dev.tutti.ConfigException if options make no sense
     * @throws TransportException if the network cannot be opened
     */
    public static Stepped stepped(Options options, Consumer<String> notices) {
        return new Driver(options.validate(), notices);
    }

    private static void run(Options options, Consumer<String> notices, CompletableFuture<Node> started) {
        Driver driver;
        try {
            driver = new Driver(options, notices);
        } catch (Throwable failed) {
            started.completeExceptionally(failed);
            return;
        }
        started.complete(driver.node());
        try {
            boolean going = true;
            while (going) {
                going = driver.step(MAX_WAIT_NANOS);
            }
        } finally {
            // Whatever threw: who waits for this node must learn that it is gone.
            driver.abandon();
        }
    }

    private static void log(String notice) {
        System.getLogger("dev.tutti").log(System.Logger.Level.INFO, notice);
    }

    /**
     * For programs whose peers change their addresses, as behind a headless service: the Java runtime will keep no answers about host names
     * from now on, so that each attempt to connect asks the name service. Java keeps them for 30 s otherwise, and for 10 s that there is
     * none. This holds for the whole process, so it is left to its main program; it must come before the first look-up. What the process was
     * told by the security property {@code networkaddress.cache.ttl} stays.
     */
    public static void lookUpAfresh() {
        if (Security.getProperty(POSITIVE_TTL) == null) {
            Security.setProperty(POSITIVE_TTL, "0");
            Security.setProperty(NEGATIVE_TTL, "0");
        }
    }
}
