package dev.tutti.cli;

import dev.tutti.Blocked;
import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.Group;
import dev.tutti.GroupBusyException;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.Options;
import dev.tutti.StateReceived;
import dev.tutti.TuttiException;
import dev.tutti.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Casts lines and prints events. One thread reads standard input, another one the group's events; what both print is kept apart by a
 * lock.
 */
final class Member {
    private static final int COMMAND_BYTES = 1 << 10;

    private final Group group;
    private final MemberOutput output;
    private final Errors errors;
    private final Duration flushTimeout;
    private final Optional<MemberTrace> trace;
    private final ReentrantLock printing = new ReentrantLock();
    private final CountDownLatch firstView = new CountDownLatch(1);
    private @Nullable View printed;
    private volatile boolean leaving;

    Member(Group group, MemberOutput output, Errors errors, Duration flushTimeout, Optional<MemberTrace> trace) {
        this.trace = trace;
        this.group = group;
        this.output = output;
        this.errors = errors;
        this.flushTimeout = flushTimeout;
    }

    /** The longest line that can hold a payload within the limit, a command before it included. */
    static int maxLineBytes(Options options) {
        return options.get(Options.MAX_PAYLOAD_BYTES) + COMMAND_BYTES;
    }

    private interface Printing {
        void run() throws IOException;
    }

    /**
     * Runs until the member has left: because the input ended or said so, or because something ended it.
     *
     * @param lines standard input
     * @throws IOException if standard output is closed; the member has left
     * @throws InterruptedException if the thread is interrupted
     */
    void run(Lines lines) throws IOException, InterruptedException {
        Thread input = Thread.ofPlatform().daemon().name("tutti-input").start(() -> read(lines));
        try {
            printEvents();
        } finally {
            group.leave();
        }
        if (leaving) {
            input.join(); // it may still have lines to refuse
        }
    }

    private void printEvents() throws IOException, InterruptedException {
        while (true) {
            Event event = group.receive();
            trace.ifPresent(to -> to.event(event));
            switch (event) {
                case View view ->
                    print(() -> {
                        printed = view;
                        output.view(view);
                        firstView.countDown();
                    });
                case Message message -> print(() -> output.message(message));
                case Left left -> {
                    print(() -> output.left(left.reason()));
                    return;
                }
                case Blocked blocked -> {}
                case StateReceived state -> {}
            }
        }
    }

    private void print(Printing line) throws IOException {
        printing.lock();
        try {
            line.run();
        } finally {
            printing.unlock();
        }
    }

    private void read(Lines lines) {
        try {
            firstView.await();
            while (true) {
                try {
                    byte[] line = lines.next();
                    if (line == null) {
                        break;
                    }
                    take(line);
                } catch (TuttiException | UsageException | IllegalArgumentException refused) {
                    errors.report(refused);
                }
                if (leaving && !lines.ready()) {
                    return;
                }
            }
            if (!leaving) {
                flush();
            }
        } catch (IOException | TuttiException broken) {
            errors.report(broken);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            leave();
        }
    }

    private void leave() {
        if (!leaving) {
            trace.ifPresent(MemberTrace::leaving);
        }
        leaving = true;
        group.leave();
    }

    private void cast(byte[] payload) {
        traced(trace.map(to -> to.cast(payload)), () -> group.cast(payload));
    }

    private void traced(Optional<String> id, Runnable talk) {
        try {
            talk.run();
        } catch (TuttiException refused) {
            id.ifPresent(written -> trace.ifPresent(to -> to.refused(written)));
            throw refused;
        }
    }

    private void take(byte[] line) throws IOException, InterruptedException {
        boolean slash = line.length > 0 && line[0] == '/';
        if (!slash) {
            cast(line);
        } else if (line.length > 1 && line[1] == '/') {
            cast(Arrays.copyOfRange(line, 1, line.length));
        } else {
            command(new String(line, StandardCharsets.UTF_8));
        }
    }

    private void command(String line) throws IOException, InterruptedException {
        String word = line.split(" ", 2)[0];
        switch (word) {
            case "/send" -> send(line.substring(word.length()).stripLeading());
            case "/view" ->
                print(() -> {
                    if (printed != null) {
                        output.view(printed);
                    }
                });
            case "/flush" -> {
                flush();
                print(output::flushed);
            }
            case "/leave" -> leave();
            default ->
                throw new UsageException("unknown command " + word
                        + ": there are /send NAME TEXT, /view, /flush, /leave; write /" + word
                        + " to cast a line that begins with a slash");
        }
    }

    private void send(String nameAndText) {
        // Names may contain spaces: the longest one that fits is meant.
        Optional<Endpoint> to = group.view().members().stream()
                .filter(member -> nameAndText.equals(member.name()) || nameAndText.startsWith(member.name() + " "))
                .max(Comparator.comparingInt(member -> member.name().length()));
        Endpoint member = to.orElseThrow(
                () -> new UsageException("/send " + nameAndText.split(" ", 2)[0] + ": no such member; there are "
                        + PlainOutput.names(group.view().members())));
        String text = nameAndText.substring(member.name().length());
        byte[] payload = (text.isEmpty() ? text : text.substring(1)).getBytes(StandardCharsets.UTF_8);
        traced(trace.map(file -> file.send(member, payload)), () -> group.send(member, payload));
    }

    private void flush() throws InterruptedException {
        if (!group.flush(flushTimeout)) {
            throw new GroupBusyException("own casts are not stable after " + flushTimeout.toMillis()
                    + " ms: a member does not keep up or cannot be reached; wait longer with --flush-timeout");
        }
        trace.ifPresent(MemberTrace::stable);
    }
}
