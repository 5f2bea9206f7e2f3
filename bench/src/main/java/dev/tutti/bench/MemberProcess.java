package dev.tutti.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A member's process, as the controller sees it: takes commands, gives replies and views. See {@link Member} for both. */
final class MemberProcess {
    /** Put in place of replies when the process has ended. */
    private static final String ENDED = "ended";

    private static final long END_SECONDS = 10;

    private record SeenView(long nanos, Set<Integer> members) {}

    private final int index;
    private final Process process;
    private final Path log;
    private final Writer commands;
    private final BlockingQueue<String> replies = new ArrayBlockingQueue<>(64);
    private final List<SeenView> views = new ArrayList<>();

    /**
     * Starts the process.
     *
     * @param index of the member
     * @param command line of the process
     * @param log where its standard error goes
     * @throws IOException if it cannot be started
     */
    MemberProcess(int index, List<String> command, Path log) throws IOException {
        this.index = index;
        this.log = log;
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name("replies-m" + index).start(this::readReplies);
    }

    private void readReplies() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("view ")) {
                    seen(line);
                } else {
                    replies.put(line);
                }
            }
            replies.put(ENDED);
        } catch (IOException | InterruptedException gone) {
            // Killed by this controller; whoever waits for a reply runs into its deadline.
            replies.offer(ENDED);
        }
    }

    private synchronized void seen(String line) {
        String[] words = line.split(" ", -1);
        Set<Integer> members = words[2].isEmpty()
                ? Set.of()
                : Arrays.stream(words[2].split(",")).map(Integer::valueOf).collect(Collectors.toSet());
        views.add(new SeenView(Long.parseLong(words[1]), members));
        notifyAll();
    }

    /**
     * Gives a command.
     *
     * @param line the command
     * @throws Failure if the process is gone
     */
    void tell(String line) throws Failure {
        try {
            commands.write(line + "\n");
            commands.flush();
        } catch (IOException gone) {
            throw failure("is gone");
        }
    }

    /**
     * Waits for the reply to a command.
     *
     * @param kind its first word
     * @param deadlineNanos when to give up, by System.nanoTime
     * @return its words
     * @throws Failure if the member failed, or the time ran out
     * @throws InterruptedException if the thread is interrupted
     */
    String[] reply(String kind, long deadlineNanos) throws Failure, InterruptedException {
        String line = replies.poll(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (line == null) {
            throw failure("gave no answer in time: " + kind + " was expected");
        }
        if (line.equals(ENDED)) {
            throw failure("ended by itself" + lastLogLine());
        }
        if (line.startsWith("failed ")) {
            throw failure(line.substring("failed ".length()));
        }
        String[] words = line.split(" ");
        if (!words[0].equals(kind)) {
            throw failure("answered '" + line + "' where " + kind + " was expected");
        }
        return words;
    }

    /**
     * Waits until the member has a view of exactly these members.
     *
     * @param members indices
     * @param sinceNanos views before that time do not count
     * @param deadlineNanos when to give up, by System.nanoTime
     * @return when it had that view first, by System.nanoTime
     * @throws Failure if the time ran out
     * @throws InterruptedException if the thread is interrupted
     */
    synchronized long awaitView(Set<Integer> members, long sinceNanos, long deadlineNanos)
            throws Failure, InterruptedException {
        while (true) {
            for (SeenView view : views) {
                if (view.nanos() - sinceNanos >= 0 && view.members().equals(members)) {
                    return view.nanos();
                }
            }
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                throw failure("had no view of " + members + " in time; its last one was "
                        + (views.isEmpty() ? "none" : views.getLast().members()));
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(leftNanos, 1_000_000));
        }
    }

    /**
     * Fails if the member has had a view since some time.
     *
     * @param sinceNanos when all views had been seen, by System.nanoTime
     * @throws Failure saying which
     */
    synchronized void verifyNoView(long sinceNanos) throws Failure {
        if (!views.isEmpty() && views.getLast().nanos() - sinceNanos >= 0) {
            throw failure("the view changed to " + views.getLast().members() + " though nobody left");
        }
    }

    /** Kills the process at once (SIGKILL), if it is still there. */
    void kill() {
        process.destroyForcibly();
    }

    /** Waits until a process that was killed is gone, for some seconds at most. */
    void awaitEnd() {
        process.onExit()
                .completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /**
     * A failure of this member.
     *
     * @param what went wrong
     * @return to be thrown
     */
    Failure failure(String what) {
        return new Failure("m" + index + ": " + what);
    }

    private String lastLogLine() {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty() ? "" : ": " + lines.getLast();
        } catch (IOException unreadable) {
            return "";
        }
    }
}
