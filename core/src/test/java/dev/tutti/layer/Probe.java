package dev.tutti.layer;

import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Settlement;
import dev.tutti.kernel.Up;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands above and below the layers under test: writes down the events that come out of them and lets the test put events in. Events
 * are written as lines, {@code stable [1, 2]} or {@code cast 3 hello}, so that a failed assertion can be read.
 */
public abstract sealed class Probe extends Layer {
    private final List<String> log = new ArrayList<>();

    /** The lines so far. */
    public List<String> log() {
        return log;
    }

    /** The lines so far; the log begins anew. */
    public List<String> take() {
        List<String> lines = List.copyOf(log);
        log.clear();
        return lines;
    }

    void note(String line) {
        log.add(line);
    }

    /** Above: takes what rises, hands down what a stack's user has no method for. Data passes it by, up to the user. */
    public static final class Above extends Probe implements Up.Counts, Up.StableCasts, Up.Heard, Up.Gone {
        @Override
        public String name() {
            return "above";
        }

        @Override
        public void countsUp(long[] held) {
            note("counts " + Arrays.toString(held));
        }

        @Override
        public void stableCastsUp(long[] stable) {
            note("stable casts " + Arrays.toString(stable));
        }

        @Override
        public void heardUp(int origin) {
            note("heard " + origin);
        }

        @Override
        public void goneUp(int rank) {
            note("gone " + rank);
        }

        /** Puts the event in. */
        public void ask() {
            askBelow();
        }

        /** Puts the event in. */
        public void failed(BitSet ranks) {
            failedBelow(ranks);
        }

        /** Puts the event in. */
        public void settle(Settlement settlement) {
            settleBelow(settlement);
        }

        /** Puts the event in. */
        public void stable(long... stable) {
            stableBelow(stable);
        }

        /** Puts the event in. */
        public void known(long... known) {
            knownBelow(known);
        }
    }

    /** Below: takes what sinks, and answers as scripted. Data goes on to the network, own casts also back up if asked for. */
    public static final class Below extends Probe
            implements Down.Cast,
                    Down.Unordered,
                    Down.Send,
                    Down.Block,
                    Down.Settle,
                    Down.Ask,
                    Down.Stable,
                    Down.Known,
                    Down.Consumed,
                    Down.Failed,
                    Down.Retire {
        private final List<Packet> casts = new ArrayList<>();
        private final List<Packet> sends = new ArrayList<>();
        private boolean echoes;
        private long @Nullable [] counts;
        private @Nullable Cut cut;

        @Override
        public String name() {
            return "below";
        }

        /** Own casts come back up at once, as from a reliable layer. */
        public Below echo() {
            echoes = true;
            return this;
        }

        /** What {@link Down.Ask} is answered with from now on. */
        public void answerAsk(long... held) {
            counts = held;
        }

        /** What {@link Down.Block} is answered with from now on. */
        public void answerBlock(Cut answer) {
            cut = answer;
        }

        /** Copies of the casts that came out, headers of the layers under test in front. */
        public List<Packet> casts() {
            return casts;
        }

        /** Copies of the sends that came out, headers of the layers under test in front. */
        public List<Packet> sends() {
            return sends;
        }

        @Override
        public void castDown(Packet packet) {
            casts.add(packet.copy());
            Packet own = packet.copy();
            castBelow(packet);
            if (echoes) {
                castAbove(context().rank(), own);
            }
        }

        @Override
        public void unorderedDown(Packet packet) {
            note("unordered");
            castDown(packet);
        }

        @Override
        public void sendDown(int to, Packet packet) {
            sends.add(packet.copy());
            sendBelow(to, packet);
        }

        @Override
        public void blockDown() {
            note("block");
            if (cut != null) {
                cutAbove(cut);
            }
        }

        @Override
        public void settleDown(Settlement settlement) {
            boolean early = Arrays.stream(settlement.early()).anyMatch(bits -> bits != 0);
            note("settle " + Arrays.toString(settlement.target())
                    + (early ? " early " + Arrays.toString(settlement.early()) : "")
                    + " owed " + Arrays.toString(settlement.owed()));
        }

        @Override
        public void askDown() {
            if (counts != null) {
                countsAbove(counts.clone());
            }
        }

        @Override
        public void stableDown(long[] stable) {
            note("stable " + Arrays.toString(stable));
        }

        @Override
        public void knownDown(long[] known) {
            note("known " + Arrays.toString(known));
        }

        @Override
        public void consumedDown(int origin, long bytes) {
            note("consumed " + origin + " " + bytes);
        }

        @Override
        public void failedDown(BitSet ranks) {
            note("failed " + ranks);
        }

        @Override
        public void retireDown() {
            note("retire");
        }

        /** Puts the event in. */
        public void castUp(int origin, Packet packet) {
            castAbove(origin, packet);
        }

        /** Puts the event in. */
        public void unorderedUp(int origin, byte[] body) {
            unorderedAbove(origin, Packet.of(body));
        }

        /** Puts the event in. */
        public void sendUp(int origin, Packet packet) {
            sendAbove(origin, packet);
        }

        /** Puts the event in. */
        public void suspectUp(int... ranks) {
            BitSet set = new BitSet();
            Arrays.stream(ranks).forEach(set::set);
            suspectAbove(set);
        }

        /** Puts the event in. */
        public void stableUp(long tag) {
            stableAbove(tag);
        }

        /** Puts the event in. */
        public void stableCastsUp(long... stable) {
            stableCastsAbove(stable);
        }

        /** Puts the event in. */
        public void cutUp(Cut mine) {
            cutAbove(mine);
        }

        /** Puts the event in. */
        public void settledUp() {
            settledAbove();
        }
    }
}
