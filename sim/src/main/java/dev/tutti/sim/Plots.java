package dev.tutti.sim;

import dev.tutti.GroupProperties;
import dev.tutti.GroupProperties.Engine;
import dev.tutti.GroupProperties.Order;
import dev.tutti.Options;
import dev.tutti.sim.Plan.Timed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws plots: a few faults, and messages with them, that come one upon the other at the moments at which a protocol is most easily
 * mistaken. Faults that strike at random find such moments too, but seldom. Each plot begins with a group that is together, if it can be,
 * and leaves to chance whom it meets and by how much it is early or late.
 */
final class Plots {
    private static final double PROBABILITY = 0.3;
    private static final int MOST = 3;
    private static final long MILLI = 1_000;
    private static final int SMALL_BYTES = 100;
    private static final int MANY_CHANGES = 50;

    private final SplittableRandom random;
    private final List<String> names;
    private final List<String> mortal;
    private final GroupProperties configured;
    private final long suspicionMicros;
    private final long probeMicros;
    private final long stabilityMicros;
    private final int frameBytes;
    private final List<Runnable> kinds = new ArrayList<>();
    private final List<Timed> steps = new ArrayList<>();
    private final boolean alone;
    /** Whether members may crash, and may leave. */
    private final boolean ends;

    private long now;

    /**
     * Draws which plots there may be.
     *
     * @param random a stream of its own
     * @param palette says what may happen
     * @param names of all nodes
     * @param mortal nodes that may end
     * @param setup what the nodes have in common
     */
    Plots(SplittableRandom random, Palette palette, List<String> names, Set<String> mortal, Setup setup) {
        this.random = random;
        this.names = names;
        this.mortal = names.stream().filter(mortal::contains).toList();
        this.configured = setup.group().properties();
        Options options = setup.options();
        this.suspicionMicros = options.nanos(Options.HEARTBEAT) / MILLI * options.get(Options.MAX_MISSED);
        this.probeMicros = options.nanos(Options.PROBE) / MILLI;
        this.stabilityMicros = options.nanos(Options.STABILITY) / MILLI;
        this.frameBytes = setup.maxFrameBytes();
        this.ends = palette.has(FaultKind.CRASH, true) && palette.has(FaultKind.LEAVE, true);
        boolean drawn = palette.has(FaultKind.AMBUSH, random.nextDouble() < PROBABILITY);
        this.alone = random.nextBoolean();
        if (drawn && names.size() > 1) {
            gather(palette);
        }
    }

    private void gather(Palette palette) {
        boolean crashes = !mortal.isEmpty() && palette.has(FaultKind.CRASH, true);
        boolean cuts = palette.has(FaultKind.CUT, true);
        boolean gbcasts = palette.has(Property.GBCASTS, true);
        add(1, names.size() > 2 && palette.has(FaultKind.PARTITION, true), this::slide);
        add(orphans(), crashes && cuts, this::orphan);
        boolean mostCrash = crashes && mortal.size() > 1 && names.size() > 2;
        add(2, mostCrash && cuts && hasPlainSequencer(), this::pieces);
        boolean sends = palette.has(Property.SENDS, true);
        add(1, cuts && gbcasts && sends, this::eve);
        add(1, cuts && gbcasts && sends && palette.has(FaultKind.PARTITION, true), this::doubt);
        boolean allMortal = ends && mortal.size() == names.size();
        add(1, allMortal && gbcasts && palette.has(FaultKind.RESTART, true), this::heir);
        add(1, palette.has(Property.SWITCHES, true), this::countermand);
    }

    /** Without the causal layer below it, which knows what is missing. */
    private boolean hasPlainSequencer() {
        Engine engine = Objects.requireNonNullElse(configured.engine(), Engine.SEQUENCER);
        return configured.order() == Order.TOTAL && engine == Engine.SEQUENCER;
    }

    /** In causal order it matters most, and more where a total order asks the causal one what is stable. */
    private int orphans() {
        if (!configured.order().isCausal()) {
            return 1;
        }
        return configured.order().isTotal() ? 4 : 2;
    }

    /** The more shares a kind has, the more often it is drawn. */
    private void add(int shares, boolean possible, Runnable kind) {
        if (possible) {
            kinds.addAll(Collections.nCopies(shares, kind));
        }
    }

    /** Whether there are plots, and no faults beside them. */
    boolean alone() {
        return alone && !kinds.isEmpty();
    }

    /** Draws the plots of a plan, from some moment on; returns when they are over. */
    long draw(long micros, List<Timed> plan) {
        now = micros;
        int count = kinds.isEmpty() ? 0 : 1 + random.nextInt(MOST);
        for (int i = 0; i < count; i++) {
            if (!alone || i > 0) {
                at(0, new Step.Heal());
                now += suspicionMicros + 3 * probeMicros + 100 * MILLI;
            }
            kinds.get(random.nextInt(kinds.size())).run();
        }
        plan.addAll(steps);
        return now;
    }

    /**
     * A majority is cut off from the rest, and once it has begun to go on alone some of it are on the other side: what was decided or
     * installed there is known to them, or not, or to nobody else. Where primary views are concerned, either side may hold itself for the
     * majority.
     */
    private void slide() {
        List<String> all = shuffled(names);
        int most = all.size() / 2 + 1;
        int size = Math.min(all.size() - 1, random.nextInt(3) == 0 ? most + random.nextInt(all.size() - most) : most);
        // Those that stay are a majority of the majority, or just one or some of them.
        int stay = random.nextInt(3) > 0 ? size / 2 + 1 : 1 + random.nextInt(size);
        List<String> majority = all.subList(0, size);
        at(0, new Step.Partition(List.of(majority, all.subList(size, all.size()))));
        Sign sign = random.nextInt(3) > 0 ? Sign.VIEW : Sign.CHANGE;
        int count = random.nextBoolean() ? 1 : 1 + random.nextInt(size);
        long late = random.nextInt(3) == 0 ? spread(1, 30 * MILLI) : random.nextInt(3) == 0 ? spread(1, MILLI) : 0;
        Step moved = new Step.Partition(List.of(all.subList(0, stay), all.subList(stay, all.size())));
        at(0, new Step.Ambush(sign, majority, count, late, List.of(moved)));
        now += 4 * suspicionMicros + 3 * probeMicros + random.nextLong(300 * MILLI);
    }

    /**
     * Some members talk among themselves, with little of it heard by the others, and crash together when one of them has been promised
     * something: what they said was in reply to what nobody else knows.
     */
    private void orphan() {
        List<String> all = shuffled(mortal);
        int most = Math.min(Math.min(all.size(), names.size() - 1), 3);
        List<String> doomed = all.subList(0, most > 1 && random.nextInt(4) > 0 ? 2 + random.nextInt(most - 1) : 1);
        List<String> others =
                shuffled(names.stream().filter(name -> !doomed.contains(name)).toList());
        int deaf = random.nextInt(3) > 0 ? others.size() : 1 + random.nextInt(others.size());
        long micros = 0;
        for (String name : doomed) {
            boolean first = name.equals(doomed.getFirst());
            if (!first) {
                at(micros, new Step.Cast(name, 1 + random.nextInt(2), random.nextInt(SMALL_BYTES)));
                micros += spread(MILLI / 2, 20 * MILLI);
            }
            for (String other : others.subList(0, deaf)) {
                at(micros, new Step.Cut(name, other));
            }
            if (first) {
                at(micros, new Step.Cast(name, 1 + random.nextInt(2), random.nextInt(SMALL_BYTES)));
                micros += spread(MILLI / 2, 20 * MILLI);
            }
        }
        // A little more, since who hears nothing is not told that anything is stable either.
        int more = random.nextInt(12);
        for (int i = 0; i < more; i++) {
            String from = others.get(random.nextInt(others.size()));
            at(micros + random.nextLong(6 * stabilityMicros + 1), new Step.Cast(from, 1, random.nextInt(SMALL_BYTES)));
        }
        Step crash = new Step.Crash(doomed);
        Sign sign = random.nextInt(3) > 0 ? Sign.STABLE : Sign.MESSAGE;
        long late = random.nextInt(3) == 0 ? spread(1, 5 * MILLI) : 0;
        at(micros, new Step.Ambush(sign, List.of(doomed.getLast()), 1, late, List.of(crash)));
        long last = micros + 6 * stabilityMicros + spread(MILLI, suspicionMicros);
        at(last, crash);
        now += last + 2 * suspicionMicros + random.nextLong(100 * MILLI);
    }

    /**
     * Of large messages the others hear the last pieces, from the sequencer perhaps, and those before them only by way of those that crash
     * together with who cast them, when that one has been promised something.
     */
    private void pieces() {
        List<String> doomed = shuffled(mortal).subList(0, Math.min(mortal.size(), names.size() - 1));
        String caster = doomed.getLast();
        names.stream().filter(name -> !doomed.contains(name)).forEach(other -> at(0, new Step.Cut(caster, other)));
        int whole = (1 + random.nextInt(3)) * frameBytes;
        at(0, new Step.Cast(caster, 1, whole + random.nextInt(SMALL_BYTES)));
        Step crash = new Step.Crash(doomed);
        at(0, new Step.Ambush(Sign.STABLE, List.of(caster), 1, 0, List.of(crash)));
        long last = spread(MILLI, suspicionMicros);
        at(last, crash);
        now += last + 2 * suspicionMicros + random.nextLong(100 * MILLI);
    }

    /** What is sent just before the view ends is late on one way, but not so late that anybody is suspected. */
    private void eve() {
        List<String> all = shuffled(names);
        String from = all.get(0);
        String to = all.get(1);
        String other = all.getLast();
        long cut = random.nextBoolean() ? 0 : spread(10, 2 * MILLI);
        at(cut, new Step.Cut(from, to));
        at(random.nextBoolean() ? cut : 0, new Step.Send(from, to, 1 + random.nextInt(4), random.nextInt(SMALL_BYTES)));
        if (random.nextBoolean()) {
            at(random.nextBoolean() ? cut : 0, new Step.Cast(from, 1 + random.nextInt(4), random.nextInt(SMALL_BYTES)));
        }
        long end = spread(10, 5 * MILLI);
        boolean mayEnd = ends && mortal.contains(other) && all.size() > 2;
        at(
                end,
                switch (random.nextInt(mayEnd ? 3 : 1)) {
                    case 0 -> new Step.Gbcast(other, random.nextInt(SMALL_BYTES));
                    case 1 -> new Step.Leave(List.of(other));
                    default -> new Step.Crash(List.of(other));
                });
        Step mend = new Step.Mend(from, to);
        if (random.nextBoolean()) {
            at(
                    end,
                    new Step.Ambush(
                            Sign.CHANGE,
                            List.of(from, to),
                            1 + random.nextInt(2),
                            spread(1, 5 * MILLI),
                            List.of(mend)));
        }
        long mended = cut + spread(MILLI, suspicionMicros / 2);
        at(mended, mend);
        now += mended + suspicionMicros;
        // What comes behind shows whether something is missing before it.
        at(0, new Step.Send(from, to, 1, random.nextInt(SMALL_BYTES)));
        now += 20 * MILLI;
    }

    /**
     * A member has begun to suspect another one when it hears of a change that goes on with both of them: it was cut off when the others began
     * it, and is back before they give it up.
     */
    private void doubt() {
        List<String> all = shuffled(names);
        String doubter = all.get(0);
        String suspect = all.get(1);
        List<String> others = all.subList(1, all.size());
        at(0, new Step.Cut(suspect, doubter));
        long apart = suspicionMicros / 4 + random.nextLong(3 * suspicionMicros / 4);
        at(apart, new Step.Partition(List.of(List.of(doubter), others)));
        String changer = others.get(random.nextInt(others.size()));
        at(apart + spread(10, 5 * MILLI), new Step.Gbcast(changer, random.nextInt(SMALL_BYTES)));
        long back = suspicionMicros + random.nextLong(apart);
        for (int i = 0; i < 3; i++) {
            long sent = back - spread(10, suspicionMicros / 2);
            at(sent, new Step.Send(doubter, suspect, 1 + random.nextInt(2), random.nextInt(SMALL_BYTES)));
            at(sent, new Step.Send(suspect, doubter, 1, random.nextInt(SMALL_BYTES)));
        }
        at(back, new Step.Heal());
        now += back + suspicionMicros;
        at(0, new Step.Send(doubter, suspect, 1, random.nextInt(SMALL_BYTES)));
        now += 20 * MILLI;
    }

    /** After many changes those that have seen them go, and one that has seen only the last of them takes the next ones in. */
    private void heir() {
        List<String> all = shuffled(names);
        String heir = all.getFirst();
        List<String> old = all.subList(1, all.size());
        at(0, new Step.Crash(List.of(heir)));
        long micros = spread(100, suspicionMicros);
        int changes = random.nextInt(MANY_CHANGES);
        for (int i = 0; i < changes; i++) {
            at(micros, new Step.Gbcast(old.get(random.nextInt(old.size())), random.nextInt(SMALL_BYTES)));
            micros += 2 * MILLI + random.nextLong(10 * MILLI);
        }
        at(micros, new Step.Start(heir));
        micros += 2 * probeMicros + suspicionMicros;
        at(micros, random.nextInt(3) > 0 ? new Step.Leave(old) : new Step.Crash(old));
        micros += spread(MILLI, 2 * suspicionMicros);
        for (String name : old.subList(0, 1 + random.nextInt(old.size()))) {
            at(micros, new Step.Start(name));
        }
        now += micros + spread(MILLI, 200 * MILLI);
    }

    /** While the group goes over to something else, another member asks for what it has had so far. */
    private void countermand() {
        String one = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        at(0, new Step.Switch(one, Wishes.draw(random)));
        long late = random.nextBoolean() ? 0 : spread(1, 5 * MILLI);
        at(0, new Step.Ambush(Sign.CHANGE, List.of(other), 1, late, List.of(new Step.Switch(other, configured))));
        now += 200 * MILLI + random.nextLong(200 * MILLI);
    }

    private void at(long later, Step step) {
        steps.add(new Timed(now + later, step));
    }

    private <E> List<E> shuffled(List<E> list) {
        List<E> rest = new ArrayList<>(list);
        List<E> shuffled = new ArrayList<>();
        while (!rest.isEmpty()) {
            shuffled.add(rest.remove(random.nextInt(rest.size())));
        }
        return shuffled;
    }

    private long spread(long leastMicros, long mostMicros) {
        return Spread.number(random, leastMicros, mostMicros);
    }
}
