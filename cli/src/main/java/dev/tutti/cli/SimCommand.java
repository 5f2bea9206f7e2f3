package dev.tutti.cli;

import dev.tutti.sim.Campaign;
import dev.tutti.sim.Palette;
import dev.tutti.sim.Simulation;
import dev.tutti.sim.Simulation.Outcome;
import dev.tutti.sim.Simulation.Telling;
import dev.tutti.sim.diagram.Diagram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tutti sim}: random runs of whole groups under virtual time, judged by every checker. */
@Command(
        name = "sim",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Runs whole groups in a simulated, faulty world, and checks what is promised.",
        description =
                "%nEach seed is one run: a group, what it is asked for, and what goes wrong. The same seed and the same "
                        + "version give the same run, byte for byte. Prints one line for each seed that broke a guarantee.%n",
        footer = {
            "",
            "Kinds of faults:",
            "${bundle:sim-faults}",
            "Properties:",
            "${bundle:sim-properties}",
            "",
            "Examples:",
            "  tutti sim --seeds 1..1000",
            "  tutti sim --minutes 10 --faults crash,restart,partition --properties state,merge",
            "  tutti sim --seeds 1..5000 --with token --without switches",
            "  tutti sim --seed 37 --trace 37.trace --diagram 37.html",
            "",
            "Exit codes:",
            "   0  nothing that is checked was broken",
            "   1  a guarantee was broken",
            "   2  unknown option, or a value that cannot be read"
        })
final class SimCommand implements Callable<Integer> {
    private static final int FOUND_SOMETHING = 1;
    private static final long DEFAULT_SEEDS = 1_000;
    private static final int MOST_THREADS = 1_024;
    private static final int MOST_MINUTES = 1_000_000;

    private final Streams streams;

    @Option(names = "--seed", paramLabel = "N", description = "One run, with its steps and its trace.")
    @Nullable Long seed;

    @Option(names = "--seeds", paramLabel = "A..B", description = "These runs. Default: 1..1000.")
    @Nullable String seeds;

    @Option(names = "--minutes", paramLabel = "M", description = "Begin no run after so many minutes.")
    @Nullable Double minutes;

    @Mixin
    SimPalette palette = new SimPalette();

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "With --seed: write steps and trace there, not to standard output.")
    @Nullable Path trace;

    @Option(
            names = "--diagram",
            paramLabel = "FILE",
            description = "With --seed: draw the run there, as a picture if the name ends with .svg, else as a page.")
    @Nullable Path diagram;

    @Option(
            names = "--shrink",
            description = "With --seed: make a run that broke a guarantee as short as possible first.")
    boolean shrink;

    @Option(names = "--threads", paramLabel = "N", description = "Runs at the same time. Default: one per processor.")
    int threads = Runtime.getRuntime().availableProcessors();

    SimCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Palette drawn = palette.palette();
        if (threads < 1 || threads > MOST_THREADS) {
            throw new UsageException("--threads " + threads + ": must be 1 to " + MOST_THREADS);
        }
        if (seed != null) {
            if (seeds != null || minutes != null) {
                throw new UsageException("--seed is one run; leave out --seeds and --minutes");
            }
            return one(seed, drawn);
        }
        if (shrink) {
            throw new UsageException("--shrink shortens one run; say which with --seed N");
        }
        if (trace != null) {
            throw new UsageException("--trace writes one run; say which with --seed N");
        }
        if (diagram != null) {
            throw new UsageException("--diagram draws one run; say which with --seed N");
        }
        if (minutes != null && !(minutes > 0 && minutes <= MOST_MINUTES)) {
            throw new UsageException("--minutes " + minutes + ": must be more than 0, and at most " + MOST_MINUTES);
        }
        return many(drawn);
    }

    private static void write(String option, Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw new UsageException(option + " " + file + ": cannot be written: " + FileProblem.of(unwritable)
                    + "; name a file in a folder where files can be made");
        }
    }

    private int one(long number, Palette drawn) throws IOException {
        Telling told = shrink ? Simulation.shrunk(number, drawn) : Simulation.told(number, drawn);
        Outcome outcome = told.outcome();
        if (diagram != null) {
            Diagram picture = told.diagram();
            write("--diagram", diagram, diagram.toString().endsWith(".svg") ? picture.svg() : picture.html());
        }
        if (trace == null) {
            streams.out().write(told.report().getBytes(StandardCharsets.UTF_8));
        } else {
            write("--trace", trace, told.report());
        }
        if (trace != null || !outcome.violations().isEmpty()) {
            streams.err().println(outcome.finding());
        }
        return outcome.violations().isEmpty() ? ExitCode.OK.number() : FOUND_SOMETHING;
    }

    private int many(Palette drawn) throws InterruptedException {
        long first = 1;
        long last = minutes == null ? DEFAULT_SEEDS : Long.MAX_VALUE;
        if (seeds != null) {
            String[] ends = seeds.split("\\.\\.", -1);
            if (ends.length != 2) {
                throw new UsageException("--seeds " + seeds + ": write A..B, for instance 1..1000");
            }
            first = number(ends[0]);
            last = number(ends[1]);
            if (first > last) {
                throw new UsageException(
                        "--seeds " + seeds + ": the first is above the last; write A..B, for instance 1..1000");
            }
        }
        Duration limit = minutes == null ? Duration.ofDays(3_650) : Duration.ofMillis((long) (minutes * 60_000));
        long seedsInAll = last - first + 1;
        SimProgress progress = new SimProgress(streams, Tty.isInteractive(), seedsInAll, limit, System::nanoTime);
        return progress.end(new Campaign(drawn, threads, progress).run(first, last, limit));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException wrong) {
            throw new UsageException("--seeds: '" + text + "' is not a number");
        }
    }
}
