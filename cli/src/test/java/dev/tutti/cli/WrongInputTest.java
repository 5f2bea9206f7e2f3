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
import org.junit.jupiter.params.provider.ValueSource;

/** Each mistake gives one line that says what to do, and an exit code of its own. */
class WrongInputTest {
    private static final String MEMBER = "member --group g --name n ";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String commandLine) {
        return execute(commandLine.split(" "));
    }

    private int execute(String... words) {
        Streams streams = new Streams(
                new ByteArrayInputStream(new byte[0]), out, new PrintStream(err, true, StandardCharsets.UTF_8));
        return Main.execute(streams, words);
    }

    private String error() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--found --jsn                        | 2 | did you mean --json?",
                "--found --order random               | 2 | there are fifo, causal, total, total-causal",
                "--found --order total --engine horse | 2 | there are sequencer, token",
                "--found --engine token               | 3 | leave the engine token out",
                "--found --resilience many            | 2 | it is a number of members, or all",
                "--found --transport pigeon           | 2 | expected tcp, udp or multicast",
                "--found --bind 127.0.0.1             | 2 | expected HOST:PORT",
                "--found --seeds 127.0.0.1:1,b        | 2 | expected HOST:PORT,...",
                "--found --preset moon                | 2 | there are local, lan and wan",
                "--found --set speed=1                | 2 | there is no setting 'speed'",
                "--found --join-timeout soon          | 2 | 500ms, 10s or 2m",
                "--found --set heartbeatMillis=1      | 3 | heartbeatMillis must be 10 to 60000, not 1",
                "                                     | 3 | --seeds HOST:PORT,... or found the group with --found",
                "--found --bind nosuchhost.invalid:0  | 5 | nosuchhost.invalid",
                "--seeds ,                            | 2 | expected HOST:PORT,...",
                "--found --set seeds=                 | 2 | expected HOST:PORT,...",
                "--found --set srvSeeds=              | 2 | expected NAME,...",
                "--found --set srvSeeds=a,,b          | 2 | expected NAME,...",
                "--found --set maxMissed=9999999999   | 2 | a whole number up to 2147483647",
                "--found --bind 127.0.0.1:70000       | 2 | a port up to 65535",
                "--found --join-timeout 9999999999s   | 2 | up to nine digits",
                "--seeds 127.0.0.1:0                  | 3 | seeds must have a port from 1 to 65535, not 127.0.0.1:0",
                "--found --set maxFrameBytes=1        | 3 | maxFrameBytes must be 512 to 65507, or 0",
                "--found --set maxFrameBytes=70000    | 3 | maxFrameBytes must be",
                "--found --join-timeout 999999999m    | 3 | joinTimeoutMillis must be 1 to 86400000",
                "--found --advertise 0.0.0.0:1        | 3 | name one at which they reach this machine",
                "--found --transport multicast --set multicastAddress=10.0.0.1:1 | 3 | no multicast address: take",
                "--found --trace /                    | 2 | --trace /: cannot be written: Is a directory; name a file",
                "--found --trace /no/such/folder/t    | 2 | there is no such file or folder; name a file",
            })
    void isAnsweredInOneLine(String arguments, int exitCode, String remedy) {
        assertThat(run(MEMBER + (arguments == null ? "" : arguments))).isEqualTo(exitCode);
        assertThat(error()).startsWith("tutti member: ").contains(remedy);
        assertThat(error().lines()).hasSize(1);
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u001B[2Jb"})
    void refusesNamesThatAreNoneBeforeItListens(String name) {
        assertThat(execute("member", "--group", name, "--name", "n", "--found")).isEqualTo(3);
        assertThat(execute("member", "--group", "g", "--name", name, "--found")).isEqualTo(3);
        assertThat(error().lines()).hasSize(2).allMatch(line -> line.startsWith("tutti member: "));
    }

    @Test
    void treatsAnEmptyListOfSeedsAsAMistake() {
        assertThat(execute("member", "--group", "g", "--name", "n", "--seeds", ""))
                .isEqualTo(2);
    }

    @Test
    void echoesNothingThatATerminalWouldObey() {
        assertThat(execute("member", "--group", "g", "--name", "n", "--found", "--order", "\u001B[2J\u202E"))
                .isEqualTo(2);
        assertThat(execute("member", "--group", "g", "--name", "n", "\u001B[2J"))
                .isEqualTo(2);
        assertThat(execute("\u001B[2J")).isEqualTo(2);
        assertThat(error()).doesNotContain("\u001B").doesNotContain("\u202E").contains("\uFFFD[2J");
    }

    @Test
    void echoesOnlyTheBeginningOfWhatIsLong() {
        assertThat(execute("member", "--group", "g", "--name", "n", "--found", "--set", "x".repeat(100_000)))
                .isEqualTo(2);
        assertThat(error())
                .hasSizeLessThan(2_000)
                .contains("there is no setting 'xxx")
                .contains("heartbeatMillis");
    }

    @Test
    void takesAnArgumentThatBeginsWithAnAtSignAsItIs() {
        assertThat(execute("member", "--group", "g", "--name", "n", "--found", "--order", "@/etc/hostname"))
                .isEqualTo(2);
        assertThat(error()).contains("--order @/etc/hostname: there is no such order");
    }

    @Test
    void printsItsUsageWithoutACommand() {
        assertThat(execute()).isEqualTo(2);
        assertThat(error()).startsWith("Usage: tutti").contains("member").contains("demo");
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
    void helpIsACommandToo() {
        assertThat(run("help")).isZero();
        assertThat(run("help board")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: tutti [", "Usage: tutti board [");
        assertThat(err.size()).isZero();
    }

    @Test
    void helpListsEveryExitCode() {
        assertThat(run("member --help")).isZero();
        String help = out.toString(StandardCharsets.UTF_8);
        assertThat(Stream.of(ExitCode.values()))
                .allSatisfy(code -> assertThat(help).contains(String.format("%4d  ", code.number())));
    }
}
