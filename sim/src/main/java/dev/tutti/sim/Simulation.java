package dev.tutti.sim;

import dev.tutti.Delivery;
import dev.tutti.sim.check.Violation;
import dev.tutti.sim.diagram.Caption;
import dev.tutti.sim.diagram.Diagram;
import dev.tutti.sim.diagram.NetworkRecorder;
import dev.tutti.sim.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out a plan: first with its faults, then without, until the group has come to rest; then all checkers look at the trace. */
public final class Simulation {
    private static final long SETTLE_MILLIS = 60_000;
    private static final long EMPTY_LOOK_MILLIS = 10;
    private static final long NANOS_PER_MICRO = 1_000;
    /** How often a failing run may be repeated to make it shorter. */
    private static final int MAX_TRIALS = 600;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** How often members are asked what they keep. */
    private static final long LOOK_NANOS = 20_000_000;

    private final Plan plan;
    private final Cluster cluster;
    private final Bounds bounds;
    private final Ambushes ambushes;
    /** What was done to the run so far, apart from its traffic. */
    private final List<Caption> done = new ArrayList<>();

    private @Nullable String founder;

    private Simulation(Plan plan) {
        this.plan = plan;
        this.cluster = new Cluster(plan.seed(), plan.setup());
        this.bounds = new Bounds(plan);
        this.ambushes = new Ambushes(cluster.trace(), this::strike);
    }

    /**
     * What came of a run.
     *
     * @param seed of the run
     * @param trace what happened
     * @param violations what must not have happened; empty if all is well
     * @param events things that happened in the simulated world
     * @param nanos virtual time that passed
     */
    public record Outcome(long seed, Trace trace, List<Violation> violations, long events, long nanos) {
        /**
         * Says what was found, if anything was.
         *
         * @return one line: the first violation, and how many more there are
         */
        public String finding() {
            return "seed " + seed + ": "
                    + (violations.isEmpty() ? "all is well" : violations.get(0))
                    + (violations.size() > 1 ? " (and " + (violations.size() - 1) + " more)" : "");
        }

        /**
         * Tells the whole run: what was done, what happened, and what must not have. All but what happened stands in lines that begin with
         * {@code #}, so the text reads back as a trace.
         *
         * @param palette that the seed was run with
         * @return many lines
         */
        public String report(Palette palette) {
            return report(Swarm.plan(seed, palette));
        }

        private String report(Plan plan) {
            StringBuilder text = new StringBuilder();
            plan.describe()
                    .lines()
                    .forEach(line -> text.append("# ").append(line).append('\n'));
            text.append(trace.toText());
            violations.forEach(violation -> text.append("# ").append(violation).append('\n'));
            return text.toString();
        }
    }

    /**
     * Draws a plan from a seed and carries it out.
     *
     * @param seed everything follows from it
     * @return the same for the same seed
     */
    public static Outcome run(long seed) {
        return run(seed, Palette.DRAWN);
    }

    /**
     * Draws a plan from a seed and carries it out.
     *
     * @param seed everything follows from it
     * @param palette what plans are drawn from
     * @return the same for the same seed and palette
     */
    public static Outcome run(long seed, Palette palette) {
        return run(Swarm.plan(seed, palette));
    }

    /**
     * Says what a seed does, without doing it.
     *
     * @param seed everything follows from it
     * @param palette what plans are drawn from
     * @return one line for what the nodes have in common, and one for each step
     */
    public static String describe(long seed, Palette palette) {
        return Swarm.plan(seed, palette).describe();
    }

    /**
     * Makes a run that breaks a guarantee as short as possible, with the same guarantee broken, and tells of the short one.
     *
     * @param seed everything follows from it
     * @param palette what its plan is drawn from
     * @return the run that is left; that of the seed itself if it breaks nothing
     */
    public static Telling shrunk(long seed, Palette palette) {
        return tell(shortest(Swarm.plan(seed, palette)), true);
    }

    /**
     * Carries out a run, and writes down all that a reader may want to see of it.
     *
     * @param seed everything follows from it
     * @param palette what its plan is drawn from
     * @return the run
     */
    public static Telling told(long seed, Palette palette) {
        return tell(Swarm.plan(seed, palette), false);
    }

    /**
     * One run, for a reader.
     *
     * @param outcome what came of it
     * @param steps how many things were done to it
     * @param report the steps, the trace and the violations, as {@link Outcome#report} writes them
     * @param diagram its picture, with what passed on the network
     */
    public record Telling(Outcome outcome, int steps, String report, Diagram diagram) {}

    private static Telling tell(Plan plan, boolean shrunk) {
        Simulation simulation = new Simulation(plan);
        NetworkRecorder recorder = new NetworkRecorder(simulation.cluster.scheduler()::nowNanos);
        simulation.cluster.network().observe(recorder);
        Outcome outcome = simulation.run();
        int steps = plan.steps().size();
        Diagram diagram = new Diagram(
                "Seed " + plan.seed() + (shrunk ? ", shrunk to " + steps + " steps" : ""),
                outcome.trace(),
                outcome.violations(),
                recorder.transits(),
                simulation.done);
        return new Telling(outcome, steps, outcome.report(plan), diagram);
    }

    private static Plan shortest(Plan plan) {
        List<Violation> violations = run(plan).violations();
        if (violations.isEmpty()) {
            return plan;
        }
        String broken = violations.getFirst().predicate();
        return new Shrinker(
                        tried -> run(tried).violations().stream()
                                .anyMatch(violation -> violation.predicate().equals(broken)),
                        MAX_TRIALS)
                .shrink(plan);
    }

    static Outcome run(Plan plan) {
        return new Simulation(plan).run();
    }

    private Outcome run() {
        List<Violation> violations = new ArrayList<>();
        try {
            cluster.seeds(plan.seeds().toArray(String[]::new));
            for (Plan.Timed timed : plan.steps()) {
                advance(timed.micros() * NANOS_PER_MICRO);
                carryOut(timed.step());
            }
            advance(plan.endMicros() * NANOS_PER_MICRO);
            settle();
            violations.addAll(bounds.violations());
            violations.addAll(cluster.checkSettled());
            cluster.failures()
                    .forEach(text -> violations.add(
                            new Violation("NO_THROW", cluster.scheduler().nowNanos(), "the node that ran then", text)));
        } catch (RuntimeException | AssertionError thrown) {
            violations.add(new Violation(
                    "NO_THROW", cluster.scheduler().nowNanos(), "the node that ran then", describe(thrown)));
            violations.addAll(cluster.check());
        }
        return new Outcome(
                plan.seed(),
                cluster.trace(),
                List.copyOf(violations),
                cluster.scheduler().executed(),
                cluster.scheduler().nowNanos());
    }

    /** Lets time pass, and looks now and then at what members keep. */
    private void advance(long untilNanos) {
        while (cluster.scheduler().nowNanos() < untilNanos) {
            runUntil(Math.min(untilNanos, cluster.scheduler().nowNanos() + LOOK_NANOS));
            bounds.look(cluster.members(), cluster.scheduler().nowNanos());
        }
    }

    private void runUntil(long nanos) {
        while (ambushes.laid() && cluster.scheduler().step(nanos)) {
            ambushes.look();
        }
        cluster.scheduler().runUntil(nanos);
    }

    private void strike(Step.Ambush ambush) {
        cluster.scheduler()
                .after(ambush.micros() * NANOS_PER_MICRO, () -> ambush.then().forEach(this::carryOut));
    }

    /** Lets the group come to rest, and gives it the time to drop what it needs no more. */
    private void settle() {
        boolean leaving = cluster.members().stream().anyMatch(SimMember::leaving);
        long tookMillis = cluster.settle(SETTLE_MILLIS);
        List<SimMember> members = cluster.members();
        if (tookMillis >= SETTLE_MILLIS
                || members.stream().anyMatch(member -> member.alive() && member.view() == null)) {
            // That is for LIVE to judge.
            return;
        }
        bounds.together(tookMillis, leaving, cluster.scheduler().nowNanos());
        for (long millis = 0;
                millis < bounds.emptyMillis() && !(Bounds.empty(members) && cluster.atRest());
                millis += EMPTY_LOOK_MILLIS) {
            cluster.run(EMPTY_LOOK_MILLIS);
        }
        bounds.rest(members, cluster.scheduler().nowNanos());
    }

    private static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder(thrown.toString());
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.tutti.sim")) {
                continue;
            }
            text.append(" < ").append(frame.getFileName()).append(':').append(frame.getLineNumber());
        }
        return text.toString();
    }

    private void carryOut(Step step) {
        if (!(step instanceof Step.Cast || step instanceof Step.Unordered || step instanceof Step.Send)) {
            done.add(new Caption(cluster.scheduler().nowNanos(), Captions.of(step)));
        }
        switch (step) {
            case Step.Found(String name) -> {
                if (!cluster.runs(name)) {
                    founder = name;
                    cluster.found(name);
                }
            }
            case Step.Start(String name) -> {
                if (!cluster.runs(name)) {
                    cluster.start(name);
                }
            }
            case Step.Crash(List<String> names) -> dispensable(names).forEach(cluster::crash);
            case Step.Leave(List<String> names) -> dispensable(names).forEach(cluster::leave);
            case Step.Pause(String name, long micros) -> pause(name, micros);
            case Step.Slow(String name, long millisPerEvent, long millis) -> slow(name, millisPerEvent, millis);
            case Step.Partition(List<List<String>> parts) -> cluster.partition(parts);
            case Step.Cut(String from, String to) -> cluster.cut(from, to);
            case Step.Mend(String from, String to) ->
                cluster.network().mend(Cluster.address(from), Cluster.address(to));
            case Step.Heal() -> cluster.heal();
            case Step.Quality(var quality) -> cluster.network().quality(quality);
            case Step.Link(String from, String to, var quality) ->
                cluster.network().quality(Cluster.address(from), Cluster.address(to), quality);
            case Step.Cast(String name, int count, int sizeBytes) -> {
                for (int i = 0; i < count && cluster.runs(name); i++) {
                    cluster.member(name).cast(sizeBytes);
                }
            }
            case Step.Gbcast(String name, int sizeBytes) -> {
                if (cluster.runs(name)) {
                    cluster.member(name).gbcast(sizeBytes);
                }
            }
            case Step.Unordered(String name, int count, int sizeBytes) -> {
                for (int i = 0; i < count && cluster.runs(name); i++) {
                    cluster.member(name).cast(sizeBytes, Delivery.UNORDERED);
                }
            }
            case Step.Switch(String name, var properties) -> {
                if (cluster.runs(name)) {
                    cluster.member(name).reconfigure(properties);
                }
            }
            case Step.Send(String from, String to, int count, int sizeBytes) -> {
                for (int i = 0; i < count && cluster.runs(from) && cluster.runs(to); i++) {
                    cluster.member(from).send(cluster.member(to), sizeBytes);
                }
            }
            case Step.Ambush ambush -> ambushes.lay(ambush);
        }
    }

    /** Those that run; without the one that was told to found, until it has: nobody else may. */
    private List<String> dispensable(List<String> names) {
        boolean founded = cluster.members().stream().anyMatch(member -> member.view() != null);
        return names.stream()
                .filter(name -> cluster.runs(name) && (founded || !name.equals(founder)))
                .toList();
    }

    private void pause(String name, long micros) {
        if (cluster.runs(name)) {
            SimMember member = cluster.member(name);
            member.pause();
            cluster.scheduler().after(micros * NANOS_PER_MICRO, member::resume);
        }
    }

    private void slow(String name, long millisPerEvent, long millis) {
        if (cluster.runs(name)) {
            SimMember member = cluster.member(name);
            member.slow(millisPerEvent * NANOS_PER_MILLI);
            cluster.scheduler().after(millis * NANOS_PER_MILLI, () -> member.slow(0));
        }
    }
}
