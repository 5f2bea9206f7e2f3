package dev.tutti.cli;

import dev.tutti.board.BoardClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.impl.DumbTerminal;

/** A board in a terminal that is two streams of bytes: types, and waits for what is shown. */
final class Typist implements AutoCloseable {
    private final PipedOutputStream keys = new PipedOutputStream();
    private final StringBuilder shown = new StringBuilder();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Errors errors = new Errors("tutti board", new PrintStream(err, true, StandardCharsets.UTF_8), false);
    private final BoardTerminal terminal;

    Typist() throws IOException {
        OutputStream screen = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                synchronized (shown) {
                    // Parts of characters are never written: what is shown here is ASCII.
                    shown.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
                    shown.notifyAll();
                }
            }
        };
        terminal = new BoardTerminal(
                new DumbTerminal("test", "dumb", new PipedInputStream(keys, 1 << 16), screen, StandardCharsets.UTF_8),
                errors,
                Duration.ofSeconds(20));
    }

    /** To join with. */
    BoardTerminal terminal() {
        return terminal;
    }

    /** Prompts from here on, on a thread of its own. */
    void run(BoardClient client) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                terminal.run(client);
                done.complete(null);
            } catch (InterruptedException | RuntimeException | Error wrong) {
                done.completeExceptionally(wrong);
            }
        });
    }

    void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /** The end of the input, as from Control-D. */
    void end() throws IOException {
        keys.close();
    }

    /** Waits until all of these have been shown, in this order; what comes later is looked at next time. */
    void await(String... parts) throws InterruptedException {
        long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        synchronized (shown) {
            for (String part : parts) {
                while (shown.indexOf(part) < 0) {
                    long left = TimeUnit.NANOSECONDS.toMillis(untilNanos - System.nanoTime());
                    if (left <= 0) {
                        throw new AssertionError(
                                "'" + part + "' is not shown; shown: " + shown + ", errors: " + errors());
                    }
                    shown.wait(left);
                }
                shown.delete(0, shown.indexOf(part) + part.length());
            }
        }
    }

    /** What has been shown and not been waited for. */
    String shown() {
        synchronized (shown) {
            return shown.toString();
        }
    }

    /** Waits until it prompts no more. */
    void awaitEnd() throws Exception {
        done.get(20, TimeUnit.SECONDS);
    }

    String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    ExitCode exitCode() {
        return errors.exitCode();
    }

    @Override
    public void close() throws IOException {
        keys.close();
        terminal.close();
    }
}
