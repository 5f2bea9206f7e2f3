package dev.tutti.sim;

import dev.tutti.sim.Simulation.Outcome;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Runs seeds and says what they found: {@code --seeds A..B} for a range, {@code --seed N} for one with its steps and its trace. The command
 * {@code tutti sim} has more options; this needs nothing but this module.
 */
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
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        System.exit(new Main(System.out).run(args));
    }

    private int run(String... args) throws InterruptedException {
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
        Outcome outcome = Simulation.run(seed);
        out.print(outcome.report(Palette.DRAWN));
        return outcome.violations().isEmpty() ? ALL_WELL : FOUND_SOMETHING;
    }

    private int runMany(long first, long last) throws InterruptedException {
        Campaign campaign = new Campaign(Palette.DRAWN, 1, (outcome, soFar) -> {
            if (!outcome.violations().isEmpty()) {
                out.println(outcome.finding());
            }
        });
        Campaign.Summary all = campaign.run(first, last, Duration.ofDays(365));
        out.println(all.failed() + " of " + all.runs() + " seeds failed; " + all.speed());
        return all.failed() == 0 ? ALL_WELL : FOUND_SOMETHING;
    }
}
