package dev.tutti.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the tutti-bench command. */
@Command(
        name = "tutti-bench",
        description = "Measures Tutti, also against JGroups.",
        mixinStandardHelpOptions = true,
        version = "tutti-bench 0.1.0-SNAPSHOT")
public final class Main implements Runnable {
    private Main() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
