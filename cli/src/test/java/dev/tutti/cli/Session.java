package dev.tutti.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One run of the command in this process, with a standard input that stays open until it is closed. */
final class Session implements AutoCloseable {
    private final PipedOutputStream input = new PipedOutputStream();
    private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final List<String> seen = new ArrayList<>();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    Session(String commandLine) throws IOException {
        InputStream in = new PipedInputStream(input, 1 << 16);
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("each line is one write");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                new String(bytes, offset, length, StandardCharsets.UTF_8)
                        .lines()
                        .forEach(printed::add);
            }
        };
        Streams streams = new Streams(in, out, new PrintStream(errors, true, StandardCharsets.UTF_8));
        Thread.ofPlatform().start(() -> exitCode.complete(Main.execute(streams, commandLine.split(" "))));
    }

    void type(String... lines) throws IOException {
        for (String line : lines) {
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        input.flush();
    }

    void typeBytes(byte[] bytes) throws IOException {
        input.write(bytes);
        input.flush();
    }

    /** Waits for a line that contains all of these, and returns it. */
    String await(String... parts) throws InterruptedException {
        while (true) {
            String line = printed.poll(20, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError(
                        "not printed in time: " + List.of(parts) + "; printed " + seen + ", " + errors());
            }
            seen.add(line);
            if (List.of(parts).stream().allMatch(line::contains)) {
                return line;
            }
        }
    }

    Map<String, Object> awaitEvent(String kind) throws InterruptedException {
        return JsonReader.object(await("{\"event\":\"" + kind + "\""));
    }

    /** Ends the input, and waits for the command to end. */
    int end() throws Exception {
        input.close();
        return exitCode.get(30, TimeUnit.SECONDS);
    }

    /** Waits for the command to end by itself. */
    int exitCode() throws Exception {
        return exitCode.get(30, TimeUnit.SECONDS);
    }

    /** All lines, those waited for and those since. */
    List<String> printed() {
        printed.drainTo(seen);
        return seen;
    }

    String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    /** What follows "listens on" on standard error; the first view must have been printed. */
    String address() {
        return errors().lines()
                .filter(line -> line.contains(" listens on "))
                .map(line -> line.split(" listens on ", 2)[1].split(" ", 2)[0])
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
