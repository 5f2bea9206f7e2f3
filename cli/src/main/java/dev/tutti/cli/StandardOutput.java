package dev.tutti.cli;

import java.io.IOException;
import java.io.OutputStream;

/** Standard output, whose errors tell a reader that is gone from a disk that is full. */
final class StandardOutput extends OutputStream {
    private final OutputStream out;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException failed) {
            throw explained(failed);
        }
    }

    private static IOException explained(IOException failed) {
        String reason = String.valueOf(failed.getMessage());
        // So the systems call it: Unix, and Windows in two ways.
        boolean gone = reason.contains("Broken pipe")
                || reason.contains("pipe is being closed")
                || reason.contains("pipe has been ended");
        return gone
                ? new ClosedOutputException(failed)
                : new IOException("standard output cannot be written: " + reason, failed);
    }
}
