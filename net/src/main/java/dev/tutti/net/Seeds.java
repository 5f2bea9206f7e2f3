package dev.tutti.net;

import dev.tutti.Address;
import dev.tutti.Options;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Where other members may be found: the addresses that were configured, and those behind the configured names, which are looked up again
 * and again in the background. A name that cannot be looked up now keeps the addresses it had.
 */
final class Seeds {
    /** A seed list is for finding somebody, not everybody; what a name has beyond this is left out. */
    private static final int MAX_PER_NAME = 256;

    private final List<Address> fixed;
    private final List<Address> names;
    private final List<String> services;
    private final Function<String, SrvRecords.Answer> srv;
    private final Resolver resolver;
    private final Loop loop;
    private final Notices notices;
    private final long intervalNanos;
    /** The last good answer per name. Touched by one look-up at a time. */
    private final Map<String, List<Address>> answers = new HashMap<>();

    private volatile List<Address> known;
    private volatile boolean complete;
    private volatile boolean closed;

    /**
     * Starts to look.
     *
     * @param options the seeds
     * @param srv looks SRV records up, blocking
     * @param resolver whose threads wait for the answers
     * @param loop for the interval
     * @param notices for failures
     */
    Seeds(Options options, Function<String, SrvRecords.Answer> srv, Resolver resolver, Loop loop, Notices notices) {
        this.srv = srv;
        this.resolver = resolver;
        this.loop = loop;
        this.notices = notices;
        fixed = options.get(Options.SEEDS);
        names = options.get(Options.DNS_SEEDS);
        services = options.get(Options.SRV_SEEDS);
        intervalNanos = options.nanos(Options.PROBE);
        known = List.copyOf(new LinkedHashSet<>(fixed));
        complete = names.isEmpty() && services.isEmpty();
        if (!names.isEmpty() || !services.isEmpty()) {
            look();
        }
    }

    /**
     * What is known at this moment. From any thread.
     *
     * @return the configured addresses first
     */
    List<Address> known() {
        return known;
    }

    /**
     * Whether nothing is missing. From any thread.
     *
     * @return false as long as some name has never been looked up with success
     */
    boolean complete() {
        return complete;
    }

    /** Ends the looking. */
    void close() {
        closed = true;
    }

    /** Looks everything up elsewhere, and again one interval after that has ended. On the loop. */
    private void look() {
        if (!closed) {
            resolver.run(this::attempt, this::again);
        }
    }

    private void attempt() {
        try {
            lookNow();
        } catch (Throwable thrown) {
            notices.failed("looking up seeds", thrown);
        } finally {
            again();
        }
    }

    private void again() {
        loop.execute(() -> loop.timers().after(intervalNanos, this::look));
    }

    private void lookNow() {
        for (Address name : names) {
            switch (resolver.look(name.host())) {
                case Resolver.Answer.Found(List<InetAddress> found) ->
                    answers.put(name.toString(), addresses(found, name.port()));
                case Resolver.Answer.Unknown(String reason) -> failed("DNS seed " + name, reason, name.toString());
            }
        }
        for (String service : services) {
            switch (srv.apply(service)) {
                case SrvRecords.Answer.Found(List<Address> found) -> answers.put(service, found);
                case SrvRecords.Answer.Failed(String reason) -> failed("SRV seed " + service, reason, service);
            }
        }
        Set<Address> all = new LinkedHashSet<>(fixed);
        for (Address name : names) {
            all.addAll(answers.getOrDefault(name.toString(), List.of()));
        }
        for (String service : services) {
            all.addAll(answers.getOrDefault(service, List.of()));
        }
        known = List.copyOf(all);
        complete = names.stream().allMatch(name -> answers.containsKey(name.toString()))
                && services.stream().allMatch(answers::containsKey);
    }

    private void failed(String seed, String reason, String key) {
        int kept = answers.getOrDefault(key, List.of()).size();
        notices.sayOnce(
                seed,
                seed + ": " + reason + "; "
                        + (kept == 0 ? "no addresses from it yet" : "keeping the " + kept + " known before")
                        + ", will look again");
    }

    private static List<Address> addresses(List<InetAddress> found, int port) {
        List<Address> list = new ArrayList<>();
        for (InetAddress each : found.subList(0, Math.min(found.size(), MAX_PER_NAME))) {
            list.add(new Address(each.getHostAddress(), port));
        }
        return list;
    }
}
