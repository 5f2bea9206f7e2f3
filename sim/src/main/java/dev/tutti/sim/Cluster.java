package dev.tutti.sim;

import dev.tutti.Address;
import dev.tutti.Options;
import dev.tutti.sim.check.Checks;
import dev.tutti.sim.check.Violation;
import dev.tutti.sim.trace.Trace;
import dev.tutti.sim.world.LinkQuality;
import dev.tutti.sim.world.Scheduler;
import dev.tutti.sim.world.Seeds;
import dev.tutti.sim.world.SimNetwork;
import dev.tutti.sim.world.SimProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * A group of real members under simulated time, on a simulated network, on the caller's thread. The same seed and the same calls give the
 * same run.
 *
 * <pre>{@code
 * Cluster cluster = new Cluster(7, Setup.DEFAULT);
 * cluster.found("a");
 * cluster.start("b", "c");
 * cluster.await(1_000, cluster.together("a", "b", "c"));
 * cluster.cast("a", 5);
 * cluster.crash("a");
 * cluster.settle(10_000);
 * List<Violation> none = cluster.check();
 * }</pre>
 */
public final class Cluster {
    private static final int PORT = 7800;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MAX_NOTICES = 1_000;

    /** How a node begins to tell of an exception that it caught: it must go on, but there should have been none. */
    private static final String FAILURE = "failed in ";

    private final Setup setup;
    private final Seeds seeds;
    private final Scheduler scheduler = new Scheduler();
    private final SimNetwork network;
    private final Trace trace = new Trace();
    private final Map<String, SimMember> members = new LinkedHashMap<>();
    private final Rest rest;
    private final Map<String, Integer> runs = new LinkedHashMap<>();
    private List<Address> seedAddresses = List.of();
    private final List<String> notices = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /**
     * A group that nobody has started yet.
     *
     * @param seed of everything that is left to chance
     * @param setup what the nodes have in common
     */
    public Cluster(long seed, Setup setup) {
        this.setup = setup;
        this.seeds = new Seeds(seed);
        this.network = new SimNetwork(scheduler, seeds.random("network", 0));
        network.multicast(setup.announcements());
        this.rest = new Rest(scheduler, setup.options(), members.values());
    }

    // ---- starting ----

    /**
     * Names the nodes where others look for the group. Unless this was called, it is the one that {@link #found}s it.
     *
     * @param names of nodes, started or not
     */
    public void seeds(String... names) {
        seedAddresses = Arrays.stream(names).map(Cluster::address).distinct().toList();
    }

    /**
     * Starts a node that may found the group.
     *
     * @param name its name and the name of its host
     * @return the member
     */
    public SimMember found(String name) {
        if (seedAddresses.isEmpty()) {
            seedAddresses = List.of(address(name));
        }
        return begin(name, name, founder());
    }

    /** Told to found the group, and in a hurry: here everybody who is there answers soon, or is cut off. */
    private Options founder() {
        Options options = setup.options().found();
        return options.with(Options.FOUND_AFTER, options.get(Options.RESEND).multipliedBy(4));
    }

    /**
     * Starts nodes, or starts them again after they crashed or left, on the same address.
     *
     * @param names their names
     */
    public void start(String... names) {
        for (String name : names) {
            begin(name, name, setup.options());
        }
    }

    /**
     * Starts a node whose member has another name than its host, which may be that of another member.
     *
     * @param host by which this class knows it
     * @param name of the member
     */
    public void startAs(String host, String name) {
        begin(host, name, setup.options());
    }

    private SimMember begin(String host, String name, Options base) {
        SimMember before = members.get(host);
        if (before != null && before.alive()) {
            throw new IllegalStateException("'" + host + "' runs already");
        }
        int run = runs.merge(host, 1, Integer::sum);
        String label = run == 1 ? host : host + "." + run;
        Options options = base.name(name)
                .with(Options.BIND, address(host))
                .with(Options.SEEDS, seedAddresses)
                .validate();
        SplittableRandom random = seeds.random("node " + host, run);
        long drift = setup.maxDriftMillionths();
        long driftMillionths = drift == 0 ? 0 : random.nextLong(-drift, drift + 1);
        SimProcess process = new SimProcess(scheduler, network, address(host), driftMillionths);
        SimMember member = new SimMember(
                label,
                options,
                setup,
                scheduler,
                trace,
                process,
                random,
                () -> seedAddresses,
                notice -> note(label, notice));
        members.put(host, member);
        return member;
    }

    private void note(String label, String notice) {
        String line = scheduler.nowNanos() / NANOS_PER_MILLI + " ms " + label + ": " + notice;
        if (notices.size() < MAX_NOTICES) {
            notices.add(line);
        }
        if (notice.startsWith(FAILURE) && failures.size() < MAX_NOTICES) {
            failures.add(line);
        }
    }

    /**
     * The address of a node.
     *
     * @param name its name
     * @return the same for each run of it
     */
    public static Address address(String name) {
        return new Address(name, PORT);
    }

    // ---- doing things ----

    /**
     * Lets a member cast small messages, as fast as the group takes them.
     *
     * @param name of the member
     * @param count how many
     * @return the ids of those that were taken
     */
    public List<String> cast(String name, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = member(name).cast(0);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    /**
     * Lets a member send small messages to another. Nothing happens where the other is not in its view.
     *
     * @param from name of the sender
     * @param to name of the receiver
     * @param count how many
     */
    public void send(String from, String to, int count) {
        for (int i = 0; i < count; i++) {
            member(from).send(member(to), 0);
        }
    }

    /**
     * Ends processes without a word, at the same moment.
     *
     * @param names of the members
     */
    public void crash(String... names) {
        for (String name : names) {
            member(name).crash();
        }
    }

    /**
     * Lets members leave, at the same moment.
     *
     * @param names of the members
     */
    public void leave(String... names) {
        for (String name : names) {
            member(name).leave();
        }
    }

    /**
     * Stops processes, as a debugger or a long collection of garbage does.
     *
     * @param names of the members
     */
    public void pause(String... names) {
        for (String name : names) {
            member(name).pause();
        }
    }

    /**
     * Lets paused processes go on.
     *
     * @param names of the members
     */
    public void resume(String... names) {
        for (String name : names) {
            member(name).resume();
        }
    }

    /**
     * Makes an application slow.
     *
     * @param name of the member
     * @param millisPerEvent how long it takes over each event; 0 for no time at all
     */
    public void slow(String name, long millisPerEvent) {
        member(name).slow(millisPerEvent * NANOS_PER_MILLI);
    }

    /**
     * Splits the network. Nodes that are not named form a part of their own.
     *
     * @param parts the names in each part
     */
    public void partition(List<List<String>> parts) {
        network.partition(parts.stream()
                .map(part -> part.stream().map(Cluster::address).toList())
                .toList());
    }

    /**
     * Lets nothing pass from one node to another.
     *
     * @param from name of the sender
     * @param to name of the receiver, which is deaf to it
     */
    public void cut(String from, String to) {
        network.cut(address(from), address(to));
    }

    /** Ends partitions and cuts. */
    public void heal() {
        network.heal();
    }

    // ---- letting time pass ----

    /**
     * Lets time pass.
     *
     * @param millis virtual milliseconds
     */
    public void run(long millis) {
        scheduler.runUntil(scheduler.nowNanos() + Math.max(0, millis) * NANOS_PER_MILLI);
    }

    /**
     * Lets time pass until something has happened.
     *
     * @param limitMillis virtual milliseconds at most
     * @param condition looked at after each step
     * @return false if the time ran out first
     */
    public boolean runUntil(long limitMillis, BooleanSupplier condition) {
        long limitNanos = scheduler.nowNanos() + limitMillis * NANOS_PER_MILLI;
        while (!condition.getAsBoolean()) {
            if (!scheduler.step(limitNanos)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Lets time pass until something has happened that must.
     *
     * @param limitMillis virtual milliseconds at most
     * @param condition looked at after each step
     * @throws IllegalStateException if the time ran out first; the message says how things stand
     */
    public void await(long limitMillis, BooleanSupplier condition) {
        if (!runUntil(limitMillis, condition)) {
            throw new IllegalStateException("not within " + limitMillis + " ms; now " + describe());
        }
    }

    /**
     * Ends all faults, and lets time pass until the group has come to rest: all members in one view for as long as it takes to suspect one.
     *
     * @param limitMillis virtual milliseconds at most
     * @return after how many the group had come to rest, counted from when the last frame that was under way has come; the limit if it
     *     did not
     */
    public long settle(long limitMillis) {
        network.heal();
        network.quality(LinkQuality.LAN);
        network.filter((from, to, frame) -> true);
        for (SimMember member : members.values()) {
            member.resume();
            member.slow(0);
        }
        scheduler.runUntil(network.latestArrivalNanos());
        return rest.await(limitMillis);
    }

    boolean atRest() {
        return rest.isNow();
    }

    /**
     * Asks whether some members, and nobody else, are in one view, as their applications see it.
     *
     * @param names of the members
     * @return to be asked again and again
     */
    public BooleanSupplier together(String... names) {
        return () -> Rest.inOneView(Arrays.stream(names).map(this::member).toList());
    }

    // ---- looking ----

    /**
     * A member.
     *
     * @param name its name
     * @return its present run
     */
    public SimMember member(String name) {
        SimMember member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException("there is no '" + name + "'");
        }
        return member;
    }

    /**
     * Whether a node runs.
     *
     * @param name its name
     * @return false if it never started, crashed or left
     */
    public boolean runs(String name) {
        SimMember member = members.get(name);
        return member != null && member.alive();
    }

    /**
     * All members, in the order in which they first started.
     *
     * @return the present run of each
     */
    public List<SimMember> members() {
        return List.copyOf(members.values());
    }

    /**
     * The network, to say what it does to frames.
     *
     * @return the same for the whole run
     */
    public SimNetwork network() {
        return network;
    }

    /**
     * Time, to schedule what should happen later.
     *
     * @return the same for the whole run
     */
    public Scheduler scheduler() {
        return scheduler;
    }

    /**
     * What happened so far.
     *
     * @return the trace of all members
     */
    public Trace trace() {
        return trace;
    }

    /**
     * What nodes told a person.
     *
     * @return one line each
     */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /**
     * Exceptions that nodes caught, since one frame or task must not end all.
     *
     * @return one line each; there should be none
     */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /**
     * Checks what must hold at every moment.
     *
     * @return what does not
     */
    public List<Violation> check() {
        return Checks.safety(trace);
    }

    /**
     * Checks also what must hold after {@link #settle}.
     *
     * @return what does not
     */
    public List<Violation> checkSettled() {
        return Checks.all(trace);
    }

    /**
     * Says how things stand.
     *
     * @return one line
     */
    public String describe() {
        return scheduler.nowNanos() / NANOS_PER_MILLI + " ms: " + members.values();
    }
}
