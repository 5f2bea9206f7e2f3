package dev.tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Nothing is started for a command line that is wrong; it is told what to change. */
class MainTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "throughput --systems=jgrups-tcp | 'jgrups-tcp' is none of [",
                "throughput --members=1          | --members must be 2 to 64, not 1",
                "throughput --runs=0             | --runs must be at least 1, not 0",
                "throughput --sizes=64,23        | a payload must have 24 to 1048576 bytes, not 23",
                "throughput --senders=5          | --senders must be 1 to 4, or all, not 5",
                "throughput --senders=some       | --senders must be 1 to 4, or all, not some",
                "throughput --threads=0          | --threads must be 1 to 64, not 0",
                "throughput --seconds=0          | --seconds must be 1 to 3600, not 0",
                "latency --rate=0                | --rate must be 1 to 100000, not 0",
                "failover --members=65           | --members must be 2 to 64, not 65",
                "throughput --systems=tutti-tcp:order=best | 'order=best' is not understood",
                "throughput --systems=jgroups-tcp:order=total | jgroups-tcp runs what its configuration says",
                "throughput --systems=tutti-rdma | 'tutti-rdma' is none of",
                "nothing                         | Unmatched argument at index 0: 'nothing'",
            })
    void aWrongCommandLineIsRefused(String line, String reason) {
        StringWriter errors = new StringWriter();
        CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(errors));

        int exitCode = commandLine.execute(line.split(" "));

        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).contains(reason);
    }
}
