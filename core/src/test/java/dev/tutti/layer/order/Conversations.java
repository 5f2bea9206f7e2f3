package dev.tutti.layer.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.kernel.Layer;
import dev.tutti.layer.LayerRig;
import dev.tutti.layer.RigNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Random casts of all members over reliable FIFO ways of very different length, and what all must have made of them. */
final class Conversations {
    private static final int CASTS = 150;

    private Conversations() {}

    /** All deliver all, in one order, which keeps each sender's. */
    static void endInOneOrder(int runs, IntFunction<List<? extends Layer>> layers) {
        for (long seed = 1; seed <= runs; seed++) {
            RigNet net = begin(seed, layers);
            List<String> all = talk(net);
            net.advance(50_000_000);
            List<String> first = net.rig(0).delivered();
            assertThat(first).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(all);
            assertThat(net.rigs())
                    .as("seed %s", seed)
                    .allSatisfy(rig -> assertThat(rig.delivered()).isEqualTo(first));
            keepsEachSendersOrder(first);
        }
    }

    /** The view ends in the middle of it, with everything that was cast in everybody's cut: all deliver all, in one order. */
    static void endInOneOrderAlsoIfTheViewEnds(int runs, IntFunction<List<? extends Layer>> layers) {
        for (long seed = 1; seed <= runs; seed++) {
            RigNet net = begin(seed, layers);
            List<String> all = talk(net);
            // Sends may still be under way and come late; casts all arrive.
            net.rigs().forEach(rig -> rig.stack().block());
            net.advance(50_000_000);
            net.rigs().forEach(rig -> rig.below().settledUp());
            List<String> first = net.rig(0).delivered();
            assertThat(first).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(all);
            assertThat(net.rigs()).as("seed %s", seed).allSatisfy(rig -> {
                assertThat(rig.delivered()).isEqualTo(first);
                assertThat(rig.up()).endsWith("settled");
            });
            keepsEachSendersOrder(first);
        }
    }

    private static RigNet begin(long seed, IntFunction<List<? extends Layer>> layers) {
        Random chance = new Random(seed);
        int size = 1 + chance.nextInt(6);
        RigNet net = RigNet.echoing(size, seed, layers);
        long[][] delay = new long[size][size];
        for (long[] row : delay) {
            Arrays.setAll(row, i -> 1 + (long) (1e6 * Math.pow(chance.nextDouble(), 4)));
        }
        net.fate((from, to, frame, ignored) -> new long[] {delay[from][to]});
        return net;
    }

    private static List<String> talk(RigNet net) {
        List<String> all = new ArrayList<>();
        int[] made = new int[net.rigs().size()];
        for (int i = 0; i < CASTS; i++) {
            int from = net.random().nextInt(net.rigs().size());
            String body = from + "." + made[from]++ + "x".repeat(net.random().nextInt(40));
            all.add("cast " + from + " " + body);
            net.rig(from).cast(body);
            if (net.random().nextInt(3) > 0) {
                net.advance(net.random().nextInt(100_000));
            }
        }
        return all;
    }

    private static void keepsEachSendersOrder(List<String> delivered) {
        int[] next = new int[delivered.size() + 10];
        for (String line : delivered) {
            String body = line.substring(line.lastIndexOf(' ') + 1);
            int dot = body.indexOf('.');
            int from = Integer.parseInt(body.substring(0, dot));
            int number = Integer.parseInt(body.substring(dot + 1).replace("x", ""));
            assertThat(number).as(line).isEqualTo(next[from]++);
        }
    }

    /** A member that takes nonsense without an exception. */
    static LayerRig rig(int rank, int size, Layer layer) {
        return LayerRig.echoing(rank, size, layer);
    }
}
