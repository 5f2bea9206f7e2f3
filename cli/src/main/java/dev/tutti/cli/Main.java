package dev.tutti.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the tutti command. */
@Command(
        name = "tutti",
        description = "Process groups that agree on who is in and on what was said.",
        mixinStandardHelpOptions = true,
        version = "tutti 0.1.0-SNAPSHOT")
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
