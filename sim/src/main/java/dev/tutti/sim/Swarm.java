package dev.tutti.sim;

import dev.tutti.StateHandler.OnMerge;
import dev.tutti.sim.Plan.Timed;
import dev.tutti.sim.world.LinkQuality;
import dev.tutti.sim.world.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Draws plans from seeds, in the manner of swarm testing (Groce and others, 2012): each seed draws first which kinds of faults there are
 * at all, then how many of each. Runs with few kinds of faults go deep where runs with all of them would drown.
 */
final class Swarm {
    private static final int MAX_NODES = 7;
    private static final int STEADY_MILLIS = 300;
    private static final long MILLI = 1_000_000;

    private final SplittableRandom random;

    /**
     * Whether one node was told to found the group. Else the majority of the seeds does; but then a majority that starts anew, cut off from
     * the old, would rightly found another one. So in such runs only a minority ever starts anew, and with a founder there are more
     * seeds than nodes.
     */
    private final boolean founder;

    private final Set<String> mayEnd = new LinkedHashSet<>();
    private final List<Timed> steps = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final long endMillis;

    private Swarm(long seed) {
        random = new Seeds(seed).random("plan", 0);
        int nodes = 1 + random.nextInt(MAX_NODES);
        for (int i = 0; i < nodes; i++) {
            names.add(String.valueOf((char) ('a' + i)));
        }
        endMillis = 1_000 + random.nextLong(7_000);
        founder = chance(0.5);
        List<String> mortal = new ArrayList<>(names);
        while (mayEnd.size() < (founder ? nodes : (nodes - 1) / 2)) {
            mayEnd.add(mortal.remove(random.nextInt(mortal.size())));
        }
    }

    static Plan plan(long seed) {
        return new Swarm(seed).draw(seed);
    }

    private Plan draw(long seed) {
        Setup setup = setup();
        start();
        if (chance(0.7)) {
            at(0, new Step.Quality(quality()));
        }
        List<Supplier<Step>> faults = new ArrayList<>();
        addSome(faults);
        long gap = 50 + random.nextLong(1_000);
        for (long now = STEADY_MILLIS; now < endMillis && !faults.isEmpty(); now += 1 + random.nextLong(2 * gap)) {
            at(now, faults.get(random.nextInt(faults.size())).get());
        }
        traffic();
        steps.sort(Comparator.comparingLong(Timed::millis));
        List<String> seeds = new ArrayList<>(names);
        for (int i = 0; founder && i <= names.size(); i++) {
            seeds.add("nobody" + i);
        }
        return new Plan(seed, setup, seeds, steps, endMillis);
    }

    private Setup setup() {
        Setup setup = Setup.DEFAULT;
        if (chance(0.6)) {
            setup = setup.state(chance(0.5) ? OnMerge.MERGE : OnMerge.PRIMARY_WINS);
            setup = chance(0.3) ? setup.stateFiller(random.nextInt(300_000)) : setup;
        }
        setup = chance(0.15) ? setup.onlyPrimary() : setup;
        setup = chance(0.3) ? setup.maxFrame(200 + random.nextInt(1_200)) : setup;
        setup = chance(0.2) ? setup.maxFrame(1_400 + random.nextInt(60_000)) : setup;
        setup = chance(0.3) ? setup.drift(random.nextInt(10_000)) : setup;
        return setup.evidence(chance(0.5));
    }

    private void start() {
        long spreadMillis = chance(0.5) ? 0 : random.nextLong(500);
        for (String name : names) {
            boolean founds = founder && name.equals(names.get(0));
            // The founder comes first: started by chance before it is told to found, it would wait for ever.
            long millis = spreadMillis == 0 || founds ? 0 : random.nextLong(spreadMillis);
            at(millis, founds ? new Step.Found(name) : new Step.Start(name));
        }
    }

    private LinkQuality quality() {
        LinkQuality quality = LinkQuality.LAN;
        quality = chance(0.5) ? quality.losing(random.nextDouble(0.2)) : quality;
        quality = chance(0.3) ? quality.doubling(random.nextDouble(0.3)) : quality;
        quality = chance(0.5) ? quality.reordering(random.nextDouble()) : quality;
        quality = chance(0.5) ? quality.delay(random.nextLong(MILLI), random.nextLong(10 * MILLI)) : quality;
        quality = chance(0.3) ? quality.heavyTail(random.nextDouble(0.02), random.nextLong(20 * MILLI)) : quality;
        return chance(0.2) ? quality.queue(20_000 + random.nextLong(200_000)) : quality;
    }

    private void addSome(List<Supplier<Step>> faults) {
        add(faults, 0.4, () -> new Step.Crash(some(chance(0.8) ? 1 : 2)));
        add(faults, 0.4, () -> new Step.Leave(some(chance(0.8) ? 1 : names.size())));
        add(faults, 0.4, () -> new Step.Pause(one(), 1 + random.nextLong(chance(0.5) ? 300 : 4_000)));
        add(faults, 0.3, () -> new Step.Slow(one(), 1 + random.nextLong(20), 1 + random.nextLong(2_000)));
        add(faults, 0.4, this::partition);
        add(faults, 0.3, () -> new Step.Cut(one(), one()));
        add(faults, 0.2, () -> new Step.Quality(quality()));
        if (!faults.isEmpty()) {
            // What breaks can mend: as often as anything else.
            faults.add(() -> new Step.Start(one()));
            faults.add(() -> new Step.Start(one()));
            faults.add(Step.Heal::new);
        }
    }

    private void add(List<Supplier<Step>> faults, double probability, Supplier<Step> fault) {
        if (chance(probability)) {
            faults.add(fault);
        }
    }

    private Step partition() {
        int parts = 1 + random.nextInt(3);
        List<List<String>> sides = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            sides.add(new ArrayList<>());
        }
        for (String name : names) {
            sides.get(random.nextInt(parts)).add(name);
        }
        return new Step.Partition(sides);
    }

    private void traffic() {
        // Seldom many messages: most faults of protocols show with few, and more runs show more than longer ones.
        long gap = chance(0.2) ? 1 + random.nextLong(10) : 20 + random.nextLong(300);
        int burst = gap > 50 && chance(0.2) ? 50 : 4;
        int size = chance(0.15) ? 20_000 : 200;
        boolean sends = chance(0.4);
        for (long now = STEADY_MILLIS / 2; now < endMillis; now += 1 + random.nextLong(2 * gap)) {
            int count = 1 + random.nextInt(burst);
            Step step = sends && chance(0.3)
                    ? new Step.Send(one(), one(), count, random.nextInt(size))
                    : new Step.Cast(one(), count, random.nextInt(size));
            at(now, step);
        }
    }

    private void at(long millis, Step step) {
        steps.add(new Timed(millis, step));
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
