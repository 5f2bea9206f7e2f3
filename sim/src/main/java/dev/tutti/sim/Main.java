package dev.tutti.sim;

import dev.tutti.sim.Simulation.Outcome;
import java.io.PrintStream;
import java.util.Locale;

/** Runs seeds and says what they found: {@code --seeds A..B} for a range, {@code --seed N} for one with its trace. */
public final class Main {
    private static final int ALL_WELL = 0;
    private static final int FOUND_SOMETHING = 1;
    private static final int WRONG_USAGE = 2;

    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs and exits: 0 if all is well, 1 if a guarantee was broken, 2 if the arguments make no sense.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        System.exit(new Main(System.out).run(args));
    }

    private int run(String... args) {
        try {
            if (args.length == 2 && args[0].equals("--seed")) {
                return runOne(Long.parseLong(args[1]));
            }
            if (args.length == 2 && args[0].equals("--seeds") && args[1].contains("..")) {
                int dots = args[1].indexOf("..");
                return runMany(Long.parseLong(args[1].substring(0, dots)), Long.parseLong(args[1].substring(dots + 2)));
            }
        } catch (NumberFormatException notANumber) {
            out.println("not a number: " + notANumber.getMessage());
        }
        out.println("usage: --seeds A..B, or --seed N for one run with its steps and its trace");
        return WRONG_USAGE;
    }

    private int runOne(long seed) {
        Plan plan = Swarm.plan(seed);
        out.println("# " + plan.setup());
        plan.steps().forEach(step -> out.println("# " + step.millis() + " ms " + step.step()));
        Outcome outcome = Simulation.run(plan);
        out.print(outcome.trace().toText());
        outcome.violations().forEach(violation -> out.println("# " + violation));
        return outcome.violations().isEmpty() ? ALL_WELL : FOUND_SOMETHING;
    }

    private int runMany(long first, long last) {
        long began = System.nanoTime();
        long events = 0;
        long nanos = 0;
        long failed = 0;
        for (long seed = first; seed <= last; seed++) {
            Outcome outcome = Simulation.run(seed);
            events += outcome.events();
            nanos += outcome.nanos();
            if (!outcome.violations().isEmpty()) {
                failed++;
                out.println("seed " + seed + ": " + outcome.violations().get(0)
                        + (outcome.violations().size() > 1
                                ? " (and " + (outcome.violations().size() - 1) + " more)"
                                : ""));
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        out.printf(
                Locale.ROOT,
                "%d of %d seeds failed; %.1f s, %.0f events/s, %.0f times real time%n",
                failed,
                last - first + 1,
                seconds,
                events / seconds,
                nanos / 1e9 / seconds);
        return failed == 0 ? ALL_WELL : FOUND_SOMETHING;
    }
}
