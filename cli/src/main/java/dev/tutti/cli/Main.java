package dev.tutti.cli;

import dev.tutti.net.Tutti;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Entry point of the tutti command. */
@Command(
        name = "tutti",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Process groups that agree on who is in and on what was said.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  tutti demo",
            "  tutti member --group chat --name ann --bind 127.0.0.1:7801 --found",
            "  tutti board --group team --name bob --seeds 127.0.0.1:7801",
            "  tutti COMMAND --help",
            "",
            "TUTTI_JAVA_OPTS holds options for the JVM, for instance -Xmx256m."
        })
public final class Main {
    private static final int HELP_WIDTH = 110;

    private final Streams streams;

    private Main(Streams streams) {
        this.streams = streams;
    }

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        Tutti.lookUpAfresh();
        System.exit(execute(Streams.system(), args));
    }

    /**
     * Runs the command.
     *
     * @param streams where it reads and writes
     * @param args the command line
     * @return its exit code
     */
    static int execute(Streams streams, String... args) {
        Main main = new Main(streams);
        CommandLine command = new CommandLine(main)
                .addSubcommand(new MemberCommand(streams))
                .addSubcommand(new BoardCommand(streams))
                .addSubcommand(new DemoCommand(streams))
                .addSubcommand(new AlphabetCommand(streams))
                .addSubcommand(new SimCommand(streams))
                .addSubcommand(new CheckCommand(streams))
                .addSubcommand(new CommandLine.HelpCommand());
        // An argument that begins with @ is what it says, and no file of arguments.
        command.setExpandAtFiles(false);
        command.setUsageHelpWidth(HELP_WIDTH);
        command.setResourceBundle(new HelpTexts());
        command.setOut(new PrintWriter(new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8), true));
        command.setErr(new PrintWriter(new OutputStreamWriter(streams.err(), StandardCharsets.UTF_8), true));
        command.setParameterExceptionHandler(main::wrongArguments);
        command.setExecutionExceptionHandler(main::failed);
        if (args.length == 0) {
            command.usage(command.getErr());
            return ExitCode.USAGE.number();
        }
        return command.execute(args);
    }

    private int wrongArguments(ParameterException wrong, String[] args) {
        String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
        StringBuilder line = new StringBuilder(name).append(": ").append(Failure.line(wrong));
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> similar = unmatched.getSuggestions();
            if (!similar.isEmpty()) {
                line.append("; did you mean ")
                        .append(String.join(" or ", similar))
                        .append('?');
            }
        }
        streams.err().println(line.append(" (see ").append(name).append(" --help)"));
        return ExitCode.USAGE.number();
    }

    private int failed(Exception thrown, CommandLine command, ParseResult parsed) {
        Errors errors =
                new Errors(command.getCommandSpec().qualifiedName(), streams.err(), parsed.hasMatchedOption("--debug"));
        errors.report(thrown);
        return errors.exitCode().number();
    }
}
