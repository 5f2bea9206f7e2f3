package dev.tutti.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A member of the board in a process of its own: takes commands, and remembers what it printed. */
final class DemoMember implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Writer commands;

    // Changed and read by way of the patience only.
    private final List<Event> events = new ArrayList<>();
    private final DemoPatience patience;
    private String lastWords = "";
    private boolean ended;

    /**
     * A line that the member printed.
     *
     * @param line as it was
     * @param fields what it said
     */
    record Event(String line, Map<?, ?> fields) {
        boolean is(String kind) {
            return kind.equals(fields.get("event"));
        }

        String text(String field) {
            return String.valueOf(fields.get(field));
        }

        List<String> names(String field) {
            return fields.get(field) instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }
    }

    private DemoMember(String name, Process process, boolean showErrors, DemoPatience patience) {
        this.name = name;
        this.process = process;
        this.patience = patience;
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Thread.ofVirtual().name("tutti-demo-" + name).start(this::read);
        if (!showErrors) {
            Thread.ofVirtual().name("tutti-demo-" + name + "-errors").start(this::readErrors);
        }
    }

    /**
     * Starts a process like this one that runs {@code tutti board --json}.
     *
     * @param name of the member
     * @param showErrors whether its standard error is shown
     * @param arguments further ones
     * @param patience is told of what it shows; nobody joins for longer than it lasts, so that a member whose demonstration was
     *     killed ends soon
     * @return the member, which may not have joined yet
     * @throws IOException if no process can be started
     */
    static DemoMember start(String name, boolean showErrors, List<String> arguments, DemoPatience patience)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agentlib")) // two processes cannot share a debugger's port
                .forEach(command::add);
        // Three processes start at once, and live for seconds: quick to start counts.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(
                List.of("board", "--group", "demo", "--preset", "local", "--join-timeout", patience.joinTimeout()));
        command.addAll(List.of("--json", "--name", name));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(showErrors ? Redirect.INHERIT : Redirect.PIPE)
                .start();
        return new DemoMember(name, process, showErrors, patience);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Event event = new Event(line, JsonReader.object(line));
                patience.moved(() -> events.add(event));
            }
        } catch (IOException | IllegalArgumentException gone) {
            // A process that is killed may end in the middle of a line.
        } finally {
            patience.moved(() -> ended = true);
        }
    }

    /** Keeps what it said last, for the case that it ends. */
    private void readErrors() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String words = line;
                patience.moved(() -> lastWords = words);
            }
        } catch (IOException gone) {
            // As above.
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    /**
     * Gives the member a command.
     *
     * @param line without its end
     * @throws IOException if the process is gone
     */
    void command(String line) throws IOException {
        commands.write(line + "\n");
        commands.flush();
    }

    /** How many events it has printed; those from there on are new. */
    int mark() throws IOException, InterruptedException {
        return patience.await("nothing", () -> Optional.of(events.size()));
    }

    /**
     * Waits until the member prints an event.
     *
     * @param from the events before are not looked at
     * @param wanted which
     * @param what it is, for people
     * @return the first such event
     * @throws IOException if nobody can be told that it takes long
     * @throws InterruptedException if the thread is interrupted
     */
    Event await(int from, Predicate<Event> wanted, String what) throws IOException, InterruptedException {
        return patience.await(
                name + " to show " + what, () -> shown(from, wanted, what).findFirst());
    }

    /**
     * What it has printed so far; for {@link DemoPatience.Look}.
     *
     * @param from the events before are not looked at
     * @param wanted which
     * @param what it is, for people
     * @return such events
     * @throws InterruptedException if the thread is interrupted
     * @throws DemoFailure if there is none, and none will come
     */
    Stream<Event> shown(int from, Predicate<Event> wanted, String what) throws InterruptedException {
        List<Event> shown = events.subList(Math.min(from, events.size()), events.size()).stream()
                .filter(wanted)
                .toList();
        if (shown.isEmpty() && ended) {
            throw new DemoFailure(name + " ended before it showed " + what + ending());
        }
        return shown.stream();
    }

    private String ending() throws InterruptedException {
        boolean over = process.waitFor(1, TimeUnit.SECONDS);
        return (over ? ", with exit code " + process.exitValue() : "")
                + (lastWords.isEmpty() ? " (see --debug)" : "; it said last: " + Clean.line(lastWords));
    }

    /**
     * SIGKILL: the process has no chance to say anything.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Lets the member leave.
     *
     * @throws IOException if nobody can be told that it takes long
     * @throws InterruptedException if the thread is interrupted
     */
    void quit() throws IOException, InterruptedException {
        try {
            commands.close();
        } catch (IOException gone) {
            // It ended before: its exit code will tell.
        }
        patience.await(
                name + " to leave",
                () -> ended && process.waitFor(1, TimeUnit.SECONDS) ? Optional.of(true) : Optional.empty());
        if (process.exitValue() != 0) {
            throw new DemoFailure(name + " did not leave properly" + ending());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
