package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A member whose reader goes, as with {@code ... | head -1}, while there is more and more on its input. */
class ClosedOutputTest {
    private static final int LINES = 100_000;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Takes some lines, then is closed. */
    private static final class Closing extends OutputStream {
        private int left = 4;

        @Override
        public void write(int b) {
            throw new AssertionError("each line is one write");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            left--;
            if (left < 0) {
                throw new ClosedOutputException(new IOException("Broken pipe"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"member --found, line", "member --found --json, line", "board --found, post a | b"})
    void endsItAndSaysNothingAboutIt(String command, String line) {
        InputStream in = new ByteArrayInputStream((line + "\n").repeat(LINES).getBytes(StandardCharsets.UTF_8));
        Streams streams = new Streams(in, new Closing(), new PrintStream(err, true, StandardCharsets.UTF_8));

        int exitCode = Main.execute(streams, (command + " --group g --name n --preset local").split(" "));

        assertThat(exitCode).isEqualTo(ExitCode.OUTPUT_CLOSED.number());
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains(" listens on ");
    }
}
