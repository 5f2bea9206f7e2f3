package dev.tutti.sim;

import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Engine;
import dev.tutti.GroupProperties.Order;
import dev.tutti.Options;
import dev.tutti.StateHandler.OnMerge;
import dev.tutti.sim.Plan.Timed;
import dev.tutti.sim.world.LinkQuality;
import dev.tutti.sim.world.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws plans from seeds, in the manner of swarm testing (Groce and others, 2012): each seed draws first what the group is like and which
 * kinds of faults there are at all, then when each strikes. Runs with few kinds of faults go deep where runs with all of them would drown.
 *
 * <p>Faults come in bursts, since what they do to each other is what matters: the next one strikes while the nodes are still busy with the
 * one before, or just when they notice it.
 */
final class Swarm {
    /** The largest usual group; some plans have many more. */
    static final int MAX_NODES = 9;

    private static final int FEW_OF_MANY = 10;
    private static final int MAX_OF_MANY = 50;
    private static final long MILLI = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Until then a group without a founder is left alone, so that it is one group that founds itself. */
    private static final long FOUNDED_MICROS = 500 * MILLI;

    private static final long LONGEST_MICROS = 10_000 * MILLI;

    private final SplittableRandom random;
    /** A stream of its own: what else a seed means does not depend on the orders there are. */
    private final SplittableRandom orders;
    /** Likewise for what goes through at once. */
    private final SplittableRandom flows;
    /** Likewise for casts in order with everything. */
    private final SplittableRandom gbcasts;
    /** Likewise for changes of properties. */
    private final SplittableRandom switches;

    private final Palette palette;
    private final List<String> names = new ArrayList<>();
    private final List<Timed> steps = new ArrayList<>();

    /**
     * Whether one node was told to found the group. Else the majority of the seeds does; but then a majority that starts anew, cut off from
     * the old, would rightly found another one. So in such runs only a minority ever starts anew, and with a founder there are more
     * seeds than nodes.
     */
    private final boolean founder;

    private final boolean many;
    private final Set<String> mayEnd = new LinkedHashSet<>();
    private final Setup setup;
    private final long suspicionMicros;
    private final Troubles troubles;
    /** With a stream of its own, too. */
    private final Plots plots;

    private Swarm(long seed, Palette palette) {
        this.random = new Seeds(seed).random("plan", 0);
        this.orders = new Seeds(seed).random("order", 0);
        this.flows = new Seeds(seed).random("flow", 0);
        this.switches = new Seeds(seed).random("switch", 0);
        this.gbcasts = new Seeds(seed).random("gbcast", 0);
        this.palette = palette;
        this.many = has(Property.MANY, 0.01);
        int nodes = many
                ? FEW_OF_MANY + random.nextInt(chance(0.2) ? MAX_OF_MANY - FEW_OF_MANY + 1 : FEW_OF_MANY)
                : 1 + random.nextInt(MAX_NODES);
        for (int i = 0; i < nodes; i++) {
            names.add(i < 26 ? String.valueOf((char) ('a' + i)) : "z" + (i - 25));
        }
        this.founder = !has(Property.SEED_MAJORITY, 0.4);
        List<String> mortal = new ArrayList<>(names);
        while (mayEnd.size() < (founder ? nodes : (nodes - 1) / 2)) {
            mayEnd.add(mortal.remove(random.nextInt(mortal.size())));
        }
        this.setup = setup();
        this.suspicionMicros = setup.options().nanos(Options.HEARTBEAT)
                / (NANOS_PER_MILLI / MILLI)
                * setup.options().get(Options.MAX_MISSED);
        this.troubles = new Troubles();
        this.plots = new Plots(new Seeds(seed).random("plot", 0), palette, many ? List.of() : names, mayEnd, setup);
    }

    static Plan plan(long seed) {
        return plan(seed, Palette.DRAWN);
    }

    static Plan plan(long seed, Palette palette) {
        return new Swarm(seed, palette).draw(seed);
    }

    private Plan draw(long seed) {
        start();
        at(0, new Step.Quality(troubles.quality()));
        long end = plots.draw(plots.alone() ? FOUNDED_MICROS : faults(), steps);
        traffic(end);
        gbcasts(end);
        switches(end);
        steps.sort(Comparator.comparingLong(Timed::micros));
        end = Math.max(end, steps.get(steps.size() - 1).micros());
        List<String> seeds = new ArrayList<>(names);
        for (int i = 0; founder && i <= names.size(); i++) {
            seeds.add("nobody" + i);
        }
        return new Plan(seed, setup, seeds, steps, end);
    }

    // ---- what the group is like ----

    private Setup setup() {
        boolean state = has(Property.STATE, 0.6);
        boolean merge = has(Property.MERGE, 0.5);
        boolean largeState = has(Property.LARGE_STATE, 0.2);
        Setup drawn = Setup.DEFAULT.options(options());
        if (state) {
            drawn = drawn.state(merge ? OnMerge.MERGE : OnMerge.PRIMARY_WINS)
                    .stateFiller(largeState ? random.nextInt(many ? 20_000 : 300_000) : 0);
        }
        drawn = has(Property.PRIMARY_ONLY, 0.15) ? drawn.onlyPrimary() : drawn;
        drawn = has(Property.SMALL_FRAMES, 0.25) ? drawn.maxFrame(200 + random.nextInt(1_200)) : drawn;
        drawn = has(Property.LARGE_FRAMES, 0.15) ? drawn.maxFrame(1_400 + random.nextInt(60_000)) : drawn;
        drawn = has(FaultKind.DRIFT, 0.25) ? drawn.drift(1 + random.nextInt(chance(0.2) ? 50_000 : 5_000)) : drawn;
        drawn = flowing(ordered(drawn));
        drawn = drawn.announcements(has(Property.ANNOUNCEMENTS, 0.15));
        return drawn.evidence(!has(Property.SILENT_CRASHES, 0.5));
    }

    private Setup ordered(Setup drawn) {
        boolean causal = ordered(Property.CAUSAL, 0.35);
        boolean sends = ordered(Property.CAUSAL_SENDS, 0.5);
        boolean full = ordered(Property.FULL_VECTORS, 0.3);
        boolean total = ordered(Property.TOTAL, 0.45);
        Engine engine = engine();
        int thresholdBytes = threshold();
        int resilience = resilience();
        Setup with = drawn.group(group -> group.resilience(resilience));
        if (total) {
            with = with.group(group ->
                    group.order(causal ? Order.TOTAL_CAUSAL : Order.TOTAL).engine(engine));
        } else if (causal) {
            with = with.group(group -> group.order(Order.CAUSAL));
        }
        with = causal && sends ? with.group(GroupOptions::withCausalSends) : with;
        return with.options(
                with.options().with(Options.COMPRESS_VECTORS, !full).with(Options.BB_THRESHOLD_BYTES, thresholdBytes));
    }

    private Setup flowing(Setup drawn) {
        boolean few = flowing(Property.FEW_OUTSTANDING, 0.1);
        boolean alone = flowing(Property.NO_PACKING, 0.1);
        int casts = 1 + flows.nextInt(30);
        Options options = few ? drawn.options().with(Options.WINDOW_MESSAGES, casts) : drawn.options();
        return drawn.options(alone ? options.with(Options.PACKING, false) : options);
    }

    private boolean flowing(Property property, double probability) {
        return palette.has(property, flows.nextDouble() < probability);
    }

    private Engine engine() {
        boolean token = ordered(Property.TOKEN, 0.2);
        boolean rotating = ordered(Property.ROTATING_TOKEN, 0.2);
        boolean turns = ordered(Property.ROUND_ROBIN, 0.3);
        if (turns) {
            return Engine.ROUND_ROBIN;
        }
        return rotating ? Engine.ROTATING_TOKEN : token ? Engine.TOKEN : Engine.SEQUENCER;
    }

    private int threshold() {
        boolean small = ordered(Property.ONLY_PB, 0.3);
        boolean large = ordered(Property.ONLY_BB, 0.3);
        int between = orders.nextInt(400);
        return small ? 1 << 30 : large ? 0 : between;
    }

    /** Any degree that can make a difference in a usual group, small ones more often, or all. */
    private int resilience() {
        boolean some = ordered(Property.RESILIENCE, 0.2);
        int degree = (int) Spread.number(orders, 1, MAX_NODES);
        boolean all = ordered(Property.SAFE, 0.1);
        return all ? GroupProperties.ALL : some ? degree : 0;
    }

    private boolean ordered(Property property, double probability) {
        return palette.has(property, orders.nextDouble() < probability);
    }

    private Options options() {
        Options options = Options.local();
        if (has(Property.QUICK_TIMEOUTS, 0.7)) {
            long resendMillis = 5 + random.nextLong(20);
            options = options.with(Options.HEARTBEAT, Duration.ofMillis(20 + random.nextInt(60)))
                    .with(Options.MAX_MISSED, 3 + random.nextInt(5))
                    .with(Options.STABILITY, Duration.ofMillis(3 + random.nextInt(60)))
                    .with(Options.RESEND, Duration.ofMillis(resendMillis))
                    .with(
                            Options.CHANGE_TIMEOUT,
                            Duration.ofMillis(Math.max(60, resendMillis * (3 + random.nextInt(20)))))
                    .with(Options.PROBE, Duration.ofMillis(50 + random.nextInt(200)));
        }
        if (has(Property.SMALL_WINDOWS, 0.2)) {
            options = options.with(Options.WINDOW_BYTES, 65_536 + random.nextInt(65_536))
                    .with(Options.OUTBOX_BYTES, 65_536 + random.nextInt(65_536));
        }
        return options;
    }

    // ---- who starts when ----

    private void start() {
        boolean joins = has(FaultKind.JOIN, 0.4);
        long spreadMicros = chance(0.5) ? 0 : random.nextLong(200 * MILLI);
        for (String name : names) {
            boolean founds = founder && name.equals(names.get(0));
            // The founder comes first: started by chance before it is told to found, it would wait for ever.
            long micros = spreadMicros == 0 || founds ? 0 : random.nextLong(spreadMicros);
            if (joins && !founds && mayEnd.contains(name) && chance(0.5)) {
                micros = random.nextLong(4_000 * MILLI);
            }
            at(micros, founds ? new Step.Found(name) : new Step.Start(name));
        }
    }

    // ---- faults ----

    /** Returns when they end. */
    private long faults() {
        long now = founder && chance(0.3) ? random.nextLong(FOUNDED_MICROS) : FOUNDED_MICROS;
        int bound = chance(0.7) ? 8 : 40;
        int count = troubles.any() ? 1 + random.nextInt(many ? 4 : bound) : 0;
        for (int i = 0; i < count && now < LONGEST_MICROS; i++) {
            troubles.strike(now);
            now += gapMicros();
        }
        return now + random.nextLong(300 * MILLI);
    }

    /** Time to the next fault: while the last one is still at work, or when it is noticed, or later. */
    private long gapMicros() {
        double kind = random.nextDouble();
        if (kind < 0.5) {
            return spread(100, 100 * MILLI);
        }
        if (kind < 0.8) {
            return suspicionMicros + random.nextLong(suspicionMicros / 2);
        }
        return random.nextLong(2 * suspicionMicros);
    }

    private long spread(long leastMicros, long mostMicros) {
        return Spread.number(random, leastMicros, mostMicros);
    }

    /** The kinds of faults of this plan, and how each strikes. */
    private final class Troubles {
        private final boolean loss = has(FaultKind.LOSS, 0.4);
        private final boolean duplication = has(FaultKind.DUPLICATION, 0.25);
        private final boolean reordering = has(FaultKind.REORDERING, 0.4);
        private final boolean delay = has(FaultKind.DELAY, 0.4);
        private final boolean tail = has(FaultKind.TAIL, 0.25);
        private final boolean corruption = has(FaultKind.CORRUPTION, 0.15);
        private final boolean queue = has(FaultKind.QUEUE, 0.15);
        private final List<Runnable> kinds = new ArrayList<>();
        private long now;

        Troubles() {
            boolean restarts = has(FaultKind.RESTART, 0.6);
            add(FaultKind.CRASH, 0.4, () -> crash(restarts));
            add(FaultKind.LEAVE, 0.35, () -> leave(restarts));
            add(FaultKind.PAUSE, 0.35, () -> strike(new Step.Pause(one(), spread(MILLI, 4 * suspicionMicros))));
            add(
                    FaultKind.SLOW,
                    0.25,
                    () -> strike(new Step.Slow(one(), 1 + random.nextLong(20), random.nextLong(2_000))));
            add(FaultKind.PARTITION, 0.35, this::partition);
            add(FaultKind.CUT, 0.35, this::cut);
            add(FaultKind.LINK, 0.2, () -> strike(new Step.Link(one(), one(), quality())));
            boolean weather = loss || duplication || reordering || delay || tail || corruption || queue;
            if (weather && chance(0.2)) {
                kinds.add(() -> strike(new Step.Quality(quality())));
            }
            if (restarts && !kinds.isEmpty()) {
                kinds.add(() -> strike(new Step.Start(one())));
            }
        }

        private void add(FaultKind kind, double probability, Runnable fault) {
            if (has(kind, probability)) {
                kinds.add(fault);
            }
        }

        boolean any() {
            return !kinds.isEmpty();
        }

        void strike(long micros) {
            now = micros;
            kinds.get(random.nextInt(kinds.size())).run();
        }

        private void strike(Step step) {
            at(now, step);
        }

        private void later(Step step) {
            at(now + spread(100, 3 * suspicionMicros), step);
        }

        LinkQuality quality() {
            LinkQuality quality = LinkQuality.LAN;
            quality = loss ? quality.losing(random.nextDouble(0.25)) : quality;
            quality = duplication ? quality.doubling(random.nextDouble(0.3)) : quality;
            quality = reordering ? quality.reordering(random.nextDouble()) : quality;
            quality = delay
                    ? quality.delay(random.nextLong(NANOS_PER_MILLI), random.nextLong(10 * NANOS_PER_MILLI))
                    : quality;
            quality =
                    tail ? quality.heavyTail(random.nextDouble(0.02), random.nextLong(20 * NANOS_PER_MILLI)) : quality;
            quality = corruption ? quality.corrupting(random.nextDouble(0.05)) : quality;
            return queue ? quality.queue(3L * setup.maxFrameBytes() + random.nextLong(200_000)) : quality;
        }

        private void crash(boolean restarts) {
            List<String> gone = some(chance(0.7) ? 1 : 3);
            strike(new Step.Crash(gone));
            again(gone, restarts);
        }

        private void leave(boolean restarts) {
            List<String> gone = some(chance(0.8) ? 1 : names.size());
            strike(new Step.Leave(gone));
            again(gone, restarts);
        }

        private void again(List<String> gone, boolean restarts) {
            if (restarts && chance(0.5)) {
                gone.forEach(name -> later(new Step.Start(name)));
            }
        }

        private void partition() {
            int parts = 2 + random.nextInt(chance(0.7) ? 1 : 3);
            List<List<String>> sides = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                sides.add(new ArrayList<>());
            }
            for (String name : names) {
                sides.get(random.nextInt(parts)).add(name);
            }
            strike(new Step.Partition(sides));
            if (chance(0.6)) {
                later(new Step.Heal());
            }
        }

        private void cut() {
            String from = one();
            String to = one();
            boolean both = chance(0.5);
            boolean mends = chance(0.7);
            strike(new Step.Cut(from, to));
            if (both) {
                strike(new Step.Cut(to, from));
            }
            if (mends) {
                later(new Step.Mend(from, to));
            }
            if (mends && both) {
                later(new Step.Mend(to, from));
            }
        }
    }

    // ---- traffic ----

    private void traffic(long end) {
        // Seldom many messages: most faults of protocols show with few, and more runs show more than longer ones.
        long gapMicros = MILLI * (chance(0.2) && !many ? 1 + random.nextLong(10) : 20 + random.nextLong(200));
        int burst = gapMicros > 50 * MILLI && chance(0.2) ? 50 : 4;
        int sizeBytes = chance(0.15) ? 20_000 : 200;
        if (has(Property.LARGE_MESSAGES, 0.05) && !many) {
            sizeBytes = 300_000;
            gapMicros = Math.max(gapMicros, 50 * MILLI);
            burst = 2;
        }
        boolean sends = has(Property.SENDS, 0.4);
        boolean unordered = flowing(Property.UNORDERED, 0.3);
        boolean oneTalks = chance(0.2);
        String talker = one();
        for (long now = 100 * MILLI; now < end; now += 1 + random.nextLong(2 * gapMicros)) {
            int count = 1 + random.nextInt(burst);
            String from = oneTalks ? talker : one();
            Step step = sends && chance(0.3)
                    ? new Step.Send(from, one(), count, random.nextInt(sizeBytes))
                    : new Step.Cast(from, count, random.nextInt(sizeBytes));
            boolean overtaking = unordered && flows.nextDouble() < 0.5;
            at(now, overtaking && step instanceof Step.Cast cast ? unordered(cast) : step);
        }
    }

    /** Each is a change of the view, so there are few of them; now and then several at once, or one beside a fault. */
    private void gbcasts(long end) {
        if (!palette.has(Property.GBCASTS, gbcasts.nextDouble() < 0.3)) {
            return;
        }
        long gapMicros = 20 * MILLI + gbcasts.nextLong(1_000 * MILLI);
        int sizeBytes = gbcasts.nextDouble() < 0.1 ? 20_000 : 200;
        for (long now = 100 * MILLI; now < end; now += 1 + gbcasts.nextLong(2 * gapMicros)) {
            int count = 1 + gbcasts.nextInt(3);
            for (int i = 0; i < count; i++) {
                String from = names.get(gbcasts.nextInt(names.size()));
                at(now, new Step.Gbcast(from, gbcasts.nextInt(sizeBytes)));
            }
        }
    }

    private static Step unordered(Step.Cast cast) {
        return new Step.Unordered(cast.name(), cast.count(), cast.sizeBytes());
    }

    /** Few, from any to any; now and then two at once, by different members. */
    private void switches(long end) {
        if (!palette.has(Property.SWITCHES, switches.nextDouble() < 0.25)) {
            return;
        }
        long gapMicros = 100 * MILLI + switches.nextLong(2_000 * MILLI);
        for (long now = 200 * MILLI; now < end; now += 1 + switches.nextLong(2 * gapMicros)) {
            for (int count = switches.nextInt(4) == 0 ? 2 : 1; count > 0; count--) {
                at(now, new Step.Switch(names.get(switches.nextInt(names.size())), Wishes.draw(switches)));
            }
        }
    }

    // ---- chance ----

    private void at(long micros, Step step) {
        steps.add(new Timed(micros, step));
    }

    private boolean has(FaultKind kind, double probability) {
        return palette.has(kind, chance(probability));
    }

    private boolean has(Property property, double probability) {
        return palette.has(property, chance(probability));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private String one() {
        return names.get(random.nextInt(names.size()));
    }

    /** Nodes to crash or to leave. */
    private List<String> some(int atMost) {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < atMost; i++) {
            String name = one();
            if (!chosen.contains(name) && mayEnd.contains(name)) {
                chosen.add(name);
            }
        }
        return chosen;
    }
}
