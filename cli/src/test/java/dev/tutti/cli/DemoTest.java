package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The demonstration with real processes. It takes the time of a busy machine; its own limit is shorter. */
class DemoTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int demo(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "demo";
        System.arraycopy(options, 0, words, 1, options.length);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Main.execute(new Streams(InputStream.nullInputStream(), out, errors), words);
    }

    @Test
    void endsByItselfWithEqualBoards() {
        int exitCode = demo("--limit", "50s");

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("are equal, byte by byte")
                .contains("SIGKILL to ann");
    }

    @Test
    void saysWhatItWaitedForWhenItsTimeIsOverAndLeavesNoProcess() {
        int exitCode = demo("--limit", "10ms");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("tutti demo: waited in vain for ann to show")
                .contains("--limit 1m");
        assertThat(ProcessHandle.current().descendants().map(ProcessHandle::onExit))
                .allSatisfy(exit -> assertThat(exit).succeedsWithin(java.time.Duration.ofSeconds(20)));
    }
}
