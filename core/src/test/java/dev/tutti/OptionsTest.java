package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static final Options GOOD = Options.lan().name("ann").found();
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(GOOD.with(Options.MAX_FRAME_BYTES, 1), "maxFrameBytes must be 512 to 65507, or 0"),
                Arguments.of(GOOD.with(Options.MAX_FRAME_BYTES, -1), "maxFrameBytes must be"),
                Arguments.of(GOOD.with(Options.MAX_FRAME_BYTES, 65_508), "maxFrameBytes must be"),
                Arguments.of(GOOD.with(Options.HEARTBEAT, Duration.ZERO), "heartbeatMillis must be 10 to 60000, not 0"),
                Arguments.of(GOOD.with(Options.HEARTBEAT, ENDLESS), "heartbeatMillis must be 10 to 60000"),
                Arguments.of(GOOD.with(Options.RESEND, ENDLESS), "resendMillis must be"),
                Arguments.of(GOOD.with(Options.WINDOW_MESSAGES, 0), "windowMessages must be 1 to 1073741824, not 0"),
                Arguments.of(GOOD.with(Options.CHANGE_TIMEOUT, ENDLESS.negated()), "changeTimeoutMillis must be"),
                Arguments.of(GOOD.with(Options.SEEDS, List.of(new Address("h", 0))), "seeds must have a port"),
                Arguments.of(GOOD.with(Options.DNS_SEEDS, List.of(new Address("h", 0))), "dnsSeeds must have a port"),
                Arguments.of(GOOD.with(Options.SRV_SEEDS, List.of("a", "")), "srvSeeds must be names such as"),
                Arguments.of(
                        GOOD.with(Options.MULTICAST_ADDRESS, new Address("239.1.1.1", 0)),
                        "multicastAddress must have a port"),
                Arguments.of(GOOD.name("a\nb"), "name must not contain line ends"),
                Arguments.of(GOOD.name(""), "name must have 1 to 64 characters"));
    }

    @ParameterizedTest
    @MethodSource
    void wrong(Options options, String problem) {
        assertThatThrownBy(options::validate)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
        assertThat(options.describe()).as("also what is wrong can be printed").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 512, 65_507})
    void takesFramesThatTheTransportsCanSend(int bytes) {
        assertThatCode(() -> GOOD.with(Options.MAX_FRAME_BYTES, bytes).validate())
                .doesNotThrowAnyException();
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> Options.lan().with(Options.MAX_MISSED, 0).validate())
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        wrong -> assertThat(wrong.problems())
                                .hasSize(3)
                                .anyMatch(problem -> problem.startsWith("name must"))
                                .anyMatch(problem -> problem.startsWith("maxMissed must be 2 to 1000"))
                                .anyMatch(problem -> problem.startsWith("no seeds")));
    }

    @Test
    void anEndlessTimeIsTheLongestThatCanBeCounted() {
        assertThat(GOOD.with(Options.SEND_TIMEOUT, ENDLESS).nanos(Options.SEND_TIMEOUT))
                .isEqualTo(Long.MAX_VALUE);
    }
}
