package dev.tutti.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Turns host names into addresses, off the loop: the system's resolver blocks, now and then for seconds. Nothing is remembered here, so
 * each look-up sees what the Java runtime sees, which itself keeps answers for a while unless told not to: see
 * {@link Tutti#lookUpAfresh}.
 */
final class Resolver implements AutoCloseable {
    private static final int MAX_THREADS = 4;
    private static final int MAX_WAITING = 256;
    private static final long IDLE_SECONDS = 10;

    private final Lookup lookup;
    private final ThreadPoolExecutor threads;

    /** Where addresses come from. */
    @FunctionalInterface
    interface Lookup {
        /**
         * Asks, and waits for the answer.
         *
         * @param host a name
         * @return at least one address
         * @throws UnknownHostException if there is none, or nobody to ask
         */
        InetAddress[] ask(String host) throws UnknownHostException;
    }

    /**
     * A resolver that asks the system, and whose threads start when they are needed, and end when they are not.
     *
     * @param name for the threads
     */
    Resolver(String name) {
        this(name, InetAddress::getAllByName);
    }

    /**
     * A resolver that asks somebody.
     *
     * @param name for the threads
     * @param lookup whom
     */
    Resolver(String name, Lookup lookup) {
        this(lookup, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * A resolver that asks somebody.
     *
     * @param lookup whom
     * @param threads makes those that wait for the answers
     */
    Resolver(Lookup lookup, ThreadFactory threads) {
        this.lookup = lookup;
        this.threads = new ThreadPoolExecutor(
                MAX_THREADS,
                MAX_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING),
                threads);
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** What came of a look-up. */
    sealed interface Answer {
        /**
         * At least one address.
         *
         * @param addresses in the order of the system's resolver
         */
        record Found(List<InetAddress> addresses) implements Answer {}

        /**
         * No such name, or nobody to ask.
         *
         * @param reason the rest of a sentence
         */
        record Unknown(String reason) implements Answer {}
    }

    /**
     * Whether a host needs no look-up.
     *
     * @param host name or address
     * @return true for an IP address
     */
    static boolean literal(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /**
     * Asks the system for a host in the calling thread.
     *
     * @param host name or address
     * @return what came of it
     */
    static Answer resolveNow(String host) {
        return resolve(host, InetAddress::getAllByName);
    }

    /**
     * Looks a host up in the calling thread.
     *
     * @param host name or address
     * @return what came of it
     */
    Answer look(String host) {
        return literal(host) ? resolveNow(host) : resolve(host, lookup);
    }

    private static Answer resolve(String host, Lookup whom) {
        try {
            return new Answer.Found(List.of(whom.ask(host)));
        } catch (UnknownHostException unknown) {
            return new Answer.Unknown("unknown host " + host);
        } catch (Throwable failed) {
            // Whoever asked waits for an answer, and asks again after this one.
            return new Answer.Unknown("looking up " + host + " failed with " + failed);
        }
    }

    /**
     * Looks a host up elsewhere and goes on here on the loop; for an IP address at once, inside this call.
     *
     * @param host name or address
     * @param loop where to go on
     * @param next what to do with the answer
     */
    void resolve(String host, Loop loop, Consumer<Answer> next) {
        if (literal(host)) {
            next.accept(resolveNow(host));
            return;
        }
        run(
                () -> {
                    Answer answer = look(host);
                    loop.execute(() -> next.accept(answer));
                },
                () -> loop.execute(() ->
                        next.accept(new Answer.Unknown("too many names to look up, or too many threads; " + host))));
    }

    /**
     * Does blocking work on one of the threads.
     *
     * @param work to do
     * @param refused done instead, in the calling thread, when too much is waiting already, or when there is no thread to be had
     */
    void run(Runnable work, Runnable refused) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException | OutOfMemoryError full) {
            refused.run();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
