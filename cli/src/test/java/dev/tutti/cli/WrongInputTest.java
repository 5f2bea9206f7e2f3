package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake gives one line that says what to do, and an exit code of its own. */
class WrongInputTest {
    private static final String MEMBER = "member --group g --name n ";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String commandLine) {
        Streams streams = new Streams(
                new ByteArrayInputStream(new byte[0]), out, new PrintStream(err, true, StandardCharsets.UTF_8));
        return Main.execute(streams, commandLine.split(" "));
    }

    private String error() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--found --jsn                        | 2 | did you mean --json?",
                "--found --order total                | 2 | there is fifo",
                "--found --transport pigeon           | 2 | expected tcp, udp or multicast",
                "--found --bind 127.0.0.1             | 2 | expected HOST:PORT",
                "--found --seeds 127.0.0.1:1,b        | 2 | expected HOST:PORT,...",
                "--found --preset moon                | 2 | there are local, lan and wan",
                "--found --set speed=1                | 2 | there is no setting 'speed'",
                "--found --join-timeout soon          | 2 | 500ms, 10s or 2m",
                "--found --set heartbeatMillis=1      | 3 | heartbeatMillis must be 10 to 60000, not 1",
                "                                     | 3 | --seeds HOST:PORT,... or found the group with --found",
                "--found --bind nosuchhost.invalid:0  | 5 | nosuchhost.invalid",
            })
    void isAnsweredInOneLine(String arguments, int exitCode, String remedy) {
        assertThat(run(MEMBER + (arguments == null ? "" : arguments))).isEqualTo(exitCode);
        assertThat(error()).startsWith("tutti member: ").contains(remedy);
        assertThat(error().lines()).hasSize(1);
        assertThat(out.size()).isZero();
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(MEMBER + "--found --bind 127.0.0.1:" + taken.getLocalPort()))
                    .isEqualTo(4);
        }
        assertThat(error()).contains("the port is taken; choose another");
    }

    @Test
    void namesTheCommandsWhenThereIsNoSuch() {
        assertThat(run("membre")).isEqualTo(2);
        assertThat(error()).contains("did you mean member");
    }

    @Test
    void helpListsEveryExitCode() {
        assertThat(run("member --help")).isZero();
        String help = out.toString(StandardCharsets.UTF_8);
        assertThat(Stream.of(ExitCode.values()))
                .allSatisfy(code -> assertThat(help).contains(String.format("%4d  ", code.number())));
    }
}
