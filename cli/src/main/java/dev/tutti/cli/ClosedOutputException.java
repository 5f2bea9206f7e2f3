package dev.tutti.cli;

import java.io.IOException;

/** Whoever read standard output is gone, as in {@code tutti ... | head -1}. No error: the command ends, and says nothing. */
final class ClosedOutputException extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedOutputException(IOException cause) {
        super("standard output is closed", cause);
    }
}
