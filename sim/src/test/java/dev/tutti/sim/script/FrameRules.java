package dev.tutti.sim.script;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;
import dev.tutti.sim.world.FrameFilter;
import dev.tutti.sim.world.FrameObserver;
import dev.tutti.sim.world.SimNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Loses frames, or holds them back for a while, as a script says; and sees frames that a script waits for. */
final class FrameRules implements FrameFilter, FrameObserver {
    /** What happens to frames of one kind, until the script takes it back. */
    private static final class Rule {
        final FramePattern pattern;
        final boolean hold;
        int hits;

        Rule(FramePattern pattern, boolean hold) {
            this.pattern = pattern;
            this.hold = hold;
        }
    }

    private record Held(Address from, Address to, byte[] frame, Rule rule) {}

    /** Somebody waits for a frame. */
    private static final class Watch {
        final FramePattern pattern;
        final boolean untilArrival;
        boolean seen;

        Watch(FramePattern pattern, boolean untilArrival) {
            this.pattern = pattern;
            this.untilArrival = untilArrival;
        }
    }

    private final SimNetwork network;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();

    FrameRules(SimNetwork network) {
        this.network = network;
        network.filter(this);
        network.observe(this);
    }

    void add(FramePattern pattern, boolean hold) {
        rules.add(new Rule(pattern, hold));
    }

    /** Ends a rule, and lets go what it held. */
    void end(FramePattern pattern, boolean hold) {
        List<Rule> ended = rules.stream()
                .filter(rule -> rule.hold == hold && rule.pattern.equals(pattern))
                .toList();
        if (ended.isEmpty()) {
            throw new IllegalStateException("there is no '" + verb(hold) + " " + pattern + "'");
        }
        end(ended);
    }

    /** Ends all rules of a kind. */
    void endAll(boolean hold) {
        end(rules.stream().filter(rule -> rule.hold == hold).toList());
    }

    private void end(List<Rule> ended) {
        rules.removeAll(ended);
        for (Rule rule : ended) {
            if (rule.hits == 0) {
                throw new IllegalStateException("'" + verb(rule.hold) + " " + rule.pattern + "' met no frame");
            }
        }
        for (Held frame : List.copyOf(held)) {
            if (ended.contains(frame.rule)) {
                held.remove(frame);
                network.release(frame.from, frame.to, Packet.wrap(frame.frame, 0, frame.frame.length));
            }
        }
    }

    private static String verb(boolean hold) {
        return hold ? "hold" : "lose";
    }

    /** Whether a frame has been sent, or has arrived, since this was called. */
    BooleanSupplier watch(FramePattern pattern, boolean untilArrival) {
        Watch watch = new Watch(pattern, untilArrival);
        watches.add(watch);
        return () -> watch.seen;
    }

    @Override
    public boolean passes(Address from, Address to, Packet frame) {
        look(from, to, frame, false);
        for (Rule rule : rules) {
            if (rule.pattern.matches(from, to, frame)) {
                rule.hits++;
                if (rule.hold) {
                    held.add(new Held(from, to, frame.toBytes(), rule));
                }
                return false;
            }
        }
        return true;
    }

    @Override
    public void arrived(Address from, Address to, Packet frame, long sentNanos) {
        look(from, to, frame, true);
    }

    @Override
    public void lost(Address from, Address to, Packet frame, long sentNanos) {
        // Whoever waits for a frame waits for one that arrives, or is sent, whatever becomes of it.
    }

    private void look(Address from, Address to, Packet frame, boolean arrival) {
        for (Watch watch : watches) {
            if (!watch.seen && watch.untilArrival == arrival && watch.pattern.matches(from, to, frame)) {
                watch.seen = true;
            }
        }
        watches.removeIf(watch -> watch.seen);
    }
}
