package dev.tutti.layer;

import dev.tutti.kernel.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Several {@link LayerRig}s, one per rank, over a network on which the test decides what becomes of each frame. */
public final class RigNet {
    /** How long a frame takes if nothing else is said. */
    public static final long DELAY_NANOS = 100_000;

    private final VirtualTime time = new VirtualTime();
    private final List<LayerRig> rigs = new ArrayList<>();
    private final Random random;
    private final int size;
    private Fate fate = (from, to, frame, chance) -> new long[] {DELAY_NANOS};

    /** What becomes of frames. */
    @FunctionalInterface
    public interface Fate {
        /** After how many nanoseconds each copy of a frame arrives; none if it is lost. */
        long[] delaysNanos(int from, int to, LayerRig.Sent frame, Random chance);
    }

    private RigNet(int size, long seed) {
        this.size = size;
        random = new Random(seed);
    }

    /** A net of members with equal layers; own casts come back up only if a layer under test sees to it. */
    public static RigNet of(int size, long seed, IntFunction<List<? extends Layer>> layers) {
        return of(size, seed, false, layers);
    }

    /** A net of members with equal layers, and own casts coming back from below the layers under test. */
    public static RigNet echoing(int size, long seed, IntFunction<List<? extends Layer>> layers) {
        return of(size, seed, true, layers);
    }

    private static RigNet of(int size, long seed, boolean echo, IntFunction<List<? extends Layer>> layers) {
        RigNet net = new RigNet(size, seed);
        for (int rank = 0; rank < size; rank++) {
            int from = rank;
            Probe.Below below = echo ? new Probe.Below().echo() : new Probe.Below();
            net.rigs.add(new LayerRig(
                    net.time, rank, size, seed + rank, below, frame -> net.carry(from, frame), layers.apply(rank)));
        }
        return net;
    }

    /** A fate that loses, doubles and delays at random: probabilities from 0 to 1. */
    public static Fate lossy(double loss, double doubled, long maxDelayNanos) {
        return (from, to, frame, chance) -> {
            if (chance.nextDouble() < loss) {
                return new long[0];
            }
            long[] delays = new long[chance.nextDouble() < doubled ? 2 : 1];
            for (int i = 0; i < delays.length; i++) {
                delays[i] = 1 + chance.nextLong(maxDelayNanos);
            }
            return delays;
        };
    }

    /** From now on frames fare like this. */
    public void fate(Fate now) {
        fate = now;
    }

    /** From now on every frame arrives, in order. */
    public void heal() {
        fate = (from, to, frame, chance) -> new long[] {DELAY_NANOS};
    }

    /** The member of that rank. */
    public LayerRig rig(int rank) {
        return rigs.get(rank);
    }

    /** All members by rank. */
    public List<LayerRig> rigs() {
        return rigs;
    }

    /** The seeded source of chance that also decides about frames. */
    public Random random() {
        return random;
    }

    /** Lets time pass. */
    public void advance(long nanos) {
        time.advance(nanos);
    }

    /** How many timers and frames are on their way. */
    public int pending() {
        return time.pending();
    }

    private void carry(int from, LayerRig.Sent sent) {
        for (int to = 0; to < size; to++) {
            if (to != from && (sent.to() == LayerRig.ALL || sent.to() == to)) {
                int receiver = to;
                for (long delay : fate.delaysNanos(from, to, sent, random)) {
                    time.after(delay, () -> rigs.get(receiver).receive(sent.frame()));
                }
            }
        }
    }
}
