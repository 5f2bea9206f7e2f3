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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** A member of the board in a process of its own: takes commands, and remembers what it printed. */
final class DemoMember implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Writer commands;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition printed = lock.newCondition();
    private final List<Event> events = new ArrayList<>();
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

    private DemoMember(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Thread.ofVirtual().name("tutti-demo-" + name).start(this::read);
    }

    /**
     * Starts a process like this one that runs {@code tutti board --json}.
     *
     * @param name of the member
     * @param showErrors whether its standard error is shown
     * @param arguments further ones
     * @return the member, which may not have joined yet
     * @throws IOException if no process can be started
     */
    static DemoMember start(String name, boolean showErrors, List<String> arguments) throws IOException {
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
        command.addAll(List.of("board", "--group", "demo", "--preset", "local", "--json", "--name", name));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(showErrors ? Redirect.INHERIT : Redirect.DISCARD)
                .start();
        return new DemoMember(name, process);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(new Event(line, JsonReader.object(line)));
            }
        } catch (IOException | IllegalArgumentException gone) {
            // A process that is killed may end in the middle of a line.
        } finally {
            end();
        }
    }

    private void add(Event event) {
        lock.lock();
        try {
            events.add(event);
            printed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            printed.signalAll();
        } finally {
            lock.unlock();
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
    int mark() {
        lock.lock();
        try {
            return events.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the member prints an event.
     *
     * @param from the events before are not looked at
     * @param wanted which
     * @param what it is, for the error message
     * @param deadlineNanos by {@link System#nanoTime}
     * @return the first such event
     * @throws InterruptedException if the thread is interrupted
     */
    Event await(int from, Predicate<Event> wanted, String what, long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            int next = from;
            while (true) {
                for (; next < events.size(); next++) {
                    if (wanted.test(events.get(next))) {
                        return events.get(next);
                    }
                }
                long nanos = deadlineNanos - System.nanoTime();
                if (ended) {
                    throw new DemoFailure(name + " ended while the demo waited for " + what + " (see --debug)");
                }
                if (nanos <= 0) {
                    throw new DemoFailure(name + " did not show " + what + " in time (see --debug)");
                }
                printed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
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
     * @return false if it did not within a few seconds
     * @throws InterruptedException if the thread is interrupted
     */
    boolean quit() throws InterruptedException {
        try {
            commands.close();
        } catch (IOException gone) {
            // It ended before: its exit code will tell.
        }
        return process.waitFor(4, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
