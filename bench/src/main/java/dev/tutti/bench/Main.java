package dev.tutti.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Entry point of the tutti-bench command. */
@Command(
        name = "tutti-bench",
        description = {
            "Measures Tutti, also against JGroups, with members in processes of their own on loopback.",
            "Only the ratios of one report count: they come from interleaved runs on one machine."
        },
        subcommands = {
            ThroughputCommand.class,
            LatencyCommand.class,
            FailoverCommand.class,
            JoinCommand.class,
            MemberCommand.class
        },
        footer = {
            "",
            "Exit code: 0 if every run counts, 1 if one failed (the report says which), 2 for a wrong command line."
        },
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
        System.exit(commandLine().execute(args));
    }

    /**
     * The command line, ready to be executed.
     *
     * @return a new one
     */
    static CommandLine commandLine() {
        ITypeConverter<Contender> byLabel = label -> {
            try {
                return Contender.of(label);
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException(unknown.getMessage());
            }
        };
        return new CommandLine(new Main()).registerConverter(Contender.class, byLabel);
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
