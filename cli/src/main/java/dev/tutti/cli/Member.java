package dev.tutti.cli;

import dev.tutti.Blocked;
import dev.tutti.Delivery;
import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.Group;
import dev.tutti.GroupBusyException;
import dev.tutti.GroupClosedException;
import dev.tutti.GroupProperties;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Casts lines and prints events. One thread reads standard input, another one the group's events; what both print is kept apart by a
 * lock.
 */
final class Member {
    private static final int COMMAND_BYTES = 1 << 10;
    private static final String SEND = "/send";
    private static final String GBCAST = "/gbcast";
    private static final String UNORDERED = "/unordered";
    private static final String SWITCH = "/switch";

    private final Group group;
    private final MemberOutput output;
    private final Errors errors;
    private final Duration flushTimeout;
    private final Optional<MemberTrace> trace;
    private final ReentrantLock printing = new ReentrantLock();
    private final CountDownLatch firstView = new CountDownLatch(1);
    private @Nullable View printed;
    private boolean over;
    private volatile boolean leaving;
    private volatile boolean unread;

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
        } catch (IOException closed) {
            unread = true;
            throw closed;
        } finally {
            group.leave();
        }
        if (leaving) {
            input.join(); // it may still have a line to refuse
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
                    print(() -> {
                        over = true;
                        output.left(left.reason());
                    });
                    if (left.reason() != Left.Reason.LEFT) {
                        errors.report(new EndedException(left.reason()));
                    }
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
            while (takeNext(lines)) {}
            if (!leaving) {
                flush();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error broken) {
            errors.report(broken);
        } finally {
            leaveAtLast();
        }
    }

    /** False after the last line, and after the first that comes too late. */
    private boolean takeNext(Lines lines) throws IOException, InterruptedException {
        try {
            byte[] line = lines.next();
            if (line == null) {
                return false;
            }
            take(line);
            if (leaving && lines.ready()) {
                throw outOfTheGroup();
            }
        } catch (GroupClosedException tooLate) {
            // When the output is gone, that is the error, and this only follows from it.
            if (!unread) {
                errors.report(tooLate);
            }
            return false;
        } catch (TuttiException | UsageException | IllegalArgumentException refused) {
            errors.report(refused);
        }
        return !leaving;
    }

    private GroupClosedException outOfTheGroup() {
        return new GroupClosedException("'" + group.self() + "' has left group '" + group.name()
                + "': what follows on the input is refused; join again to cast");
    }

    private void leave() {
        if (!leaving) {
            trace.ifPresent(MemberTrace::leaving);
        }
        leaving = true;
        group.leave();
    }

    /** Whatever happened before. */
    private void leaveAtLast() {
        try {
            leave();
        } catch (RuntimeException broken) {
            errors.report(broken);
        } finally {
            leaving = true;
            group.leave();
        }
    }

    private void cast(byte[] payload, Delivery delivery) {
        Message.Kind kind = delivery == Delivery.UNORDERED ? Message.Kind.UNORDERED : Message.Kind.CAST;
        traced(trace.map(to -> to.cast(payload, kind)), () -> group.cast(payload, delivery));
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
            cast(line, Delivery.ORDERED);
        } else if (line.length > 1 && line[1] == '/') {
            cast(Arrays.copyOfRange(line, 1, line.length), Delivery.ORDERED);
        } else {
            command(line);
        }
    }

    private void command(byte[] line) throws IOException, InterruptedException {
        String text = new String(line, StandardCharsets.UTF_8);
        if (text.equals(SEND) || text.startsWith(SEND + " ")) {
            send(line);
            return;
        }
        if (text.equals(GBCAST) || text.startsWith(GBCAST + " ")) {
            gbcast(line);
            return;
        }
        if (text.equals(UNORDERED) || text.startsWith(UNORDERED + " ")) {
            int start = Math.min(UNORDERED.length() + 1, line.length);
            cast(Arrays.copyOfRange(line, start, line.length), Delivery.UNORDERED);
            return;
        }
        if (text.equals(SWITCH) || text.startsWith(SWITCH + " ")) {
            reconfigure(text.substring(SWITCH.length()));
            return;
        }
        switch (text.stripTrailing()) {
            case "/view" ->
                answer(() -> {
                    if (printed != null) {
                        output.view(printed);
                    }
                });
            case "/flush" -> {
                flush();
                answer(output::flushed);
            }
            case "/leave" -> leave();
            default ->
                throw new UsageException(
                        "unknown command " + Clean.brief(text)
                                + ": there are /send NAME TEXT, /unordered TEXT, /gbcast TEXT, /switch PROPERTIES, /view, /flush, /leave; write one more slash before it to cast the line");
        }
    }

    /** Prints what was asked for, unless the last line has been printed. */
    private void answer(Printing line) throws IOException {
        print(() -> {
            if (over) {
                throw outOfTheGroup();
            }
            line.run();
        });
    }

    private void gbcast(byte[] line) {
        byte[] payload = Arrays.copyOfRange(line, Math.min(GBCAST.length() + 1, line.length), line.length);
        traced(trace.map(to -> to.cast(payload, Message.Kind.GBCAST)), () -> group.gbcast(payload));
    }

    private void reconfigure(String words) throws IOException, InterruptedException {
        if (words.isBlank()) {
            throw new UsageException(
                    "/switch to what? Write for instance /switch order=total engine=token; this view runs "
                            + group.view().properties());
        }
        GroupProperties wanted = GroupProperties.parse(words);
        CompletableFuture<Void> granted = group.reconfigure(wanted).toCompletableFuture();
        trace.ifPresent(to -> to.switching(wanted));
        try {
            granted.get(flushTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TuttiException why) {
                throw why;
            }
            throw new IllegalStateException(failed);
        } catch (TimeoutException late) {
            throw new GroupBusyException("the group does not run " + wanted + " after " + flushTimeout.toMillis()
                    + " ms: a member does not answer; it may still come to that, as the next view will say");
        } finally {
            trace.ifPresent(MemberTrace::switched);
        }
        answer(() -> output.switched(wanted));
    }

    /** Cut from the line as it came: what is no UTF-8 arrives as it is. */
    private void send(byte[] line) {
        int start = SEND.length();
        while (start < line.length && line[start] == ' ') {
            start++;
        }
        int from = start;
        List<Endpoint> members = group.view().members();
        if (from == line.length) {
            throw new UsageException(
                    "/send to whom, and what? Write /send NAME TEXT; there are " + PlainOutput.names(members));
        }
        // Names may contain spaces: the longest one that fits is meant.
        Endpoint member = members.stream()
                .filter(each -> stands(bytes(each), line, from))
                .max(Comparator.comparingInt(each -> bytes(each).length))
                .orElseThrow(() -> new UsageException("/send "
                        + Clean.brief(
                                new String(line, from, line.length - from, StandardCharsets.UTF_8).split(" ", 2)[0])
                        + ": no such member; there are " + PlainOutput.names(members)));
        int end = Math.min(from + bytes(member).length + 1, line.length);
        byte[] payload = Arrays.copyOfRange(line, end, line.length);
        traced(trace.map(file -> file.send(member, payload)), () -> group.send(member, payload));
    }

    private static byte[] bytes(Endpoint member) {
        return member.name().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a word stands there, and ends with the line or a space. */
    private static boolean stands(byte[] word, byte[] line, int from) {
        int end = from + word.length;
        return end <= line.length
                && Arrays.equals(word, 0, word.length, line, from, end)
                && (end == line.length || line[end] == ' ');
    }

    private void flush() throws InterruptedException {
        if (!group.flush(flushTimeout)) {
            throw new GroupBusyException("own casts are not stable after " + flushTimeout.toMillis()
                    + " ms: a member does not keep up or cannot be reached; wait longer with --flush-timeout");
        }
        trace.ifPresent(MemberTrace::stable);
    }
}
