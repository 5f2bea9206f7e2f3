package dev.tutti.cli;

import dev.tutti.PayloadTooLargeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of bytes from a stream, with or without a carriage return at their end. No line takes more memory than allowed. */
final class Lines {
    private final InputStream in;
    private final int maxLineBytes;
    private final String remedy;
    private final byte[] buffer = new byte[64 << 10];
    private int start;
    private int end;

    /**
     * Lines to be read.
     *
     * @param in where from
     * @param maxLineBytes above it a line is skipped
     * @param remedy what to do about such a line
     */
    Lines(InputStream in, int maxLineBytes, String remedy) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
        this.remedy = remedy;
    }

    /**
     * Waits for the next line.
     *
     * @return its bytes without its end, or null after the last
     * @throws PayloadTooLargeException if the line is too long; it has been skipped
     * @throws IOException if the stream is broken
     */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(0);
        long skipped = 0;
        while (true) {
            if (start == end) {
                start = 0;
                end = Math.max(0, read());
                if (end == 0) {
                    return skipped > 0 || line.size() > 0 ? finished(line, skipped) : null;
                }
            }
            int newline = start;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            if (skipped > 0 || line.size() + (newline - start) > maxLineBytes) {
                skipped += line.size() + (newline - start);
                line = new ByteArrayOutputStream(0);
            } else {
                line.write(buffer, start, newline - start);
            }
            boolean complete = newline < end;
            start = complete ? newline + 1 : end;
            if (complete) {
                return finished(line, skipped);
            }
        }
    }

    private int read() throws IOException {
        try {
            return in.read(buffer);
        } catch (IOException broken) {
            throw new IOException("standard input cannot be read: " + broken.getMessage(), broken);
        }
    }

    private byte[] finished(ByteArrayOutputStream line, long skipped) {
        if (skipped > 0) {
            throw new PayloadTooLargeException(
                    "a line of " + skipped + " bytes was not taken; " + maxLineBytes + " are allowed: " + remedy);
        }
        byte[] bytes = line.toByteArray();
        boolean carriageReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return carriageReturn ? java.util.Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    /**
     * Whether more stands there already, so that reading would not wait.
     *
     * @return false if nothing is known to be there
     * @throws IOException if the stream is broken
     */
    boolean ready() throws IOException {
        return start < end || in.available() > 0;
    }
}
