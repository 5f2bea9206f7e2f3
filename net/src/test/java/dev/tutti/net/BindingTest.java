package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Address;
import dev.tutti.ConfigException;
import dev.tutti.Options;
import dev.tutti.Transport;
import dev.tutti.TransportException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BindingTest {
    private static Station open(Transport transport, String bind) {
        return new Station(Station.options(transport, bind));
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "UDP"})
    void aTakenPortIsSaidWithItsRemedy(Transport transport) {
        try (Station first = open(transport, "127.0.0.1:0")) {
            String taken = first.address().toString();
            assertThatThrownBy(() -> open(transport, taken))
                    .isInstanceOf(TransportException.class)
                    .hasMessage("cannot listen on " + taken
                            + ": the port is taken; choose another, or port 0 for any free one");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "UDP"})
    void anUnknownHostIsSaidWithItsRemedy(Transport transport) {
        assertThatThrownBy(() -> open(transport, "no-such-host.invalid:7800"))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("unknown host no-such-host.invalid: bind to");
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "UDP"})
    void anAddressOfAnotherMachineIsSaidWithItsRemedy(Transport transport) {
        assertThatThrownBy(() -> open(transport, "203.0.113.7:7800"))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("203.0.113.7 is not an address of this machine")
                .hasMessageContaining("advertised address");
    }

    @ParameterizedTest
    @CsvSource({"TCP,0.0.0.0", "TCP,::", "UDP,0.0.0.0", "TCP,239.1.1.1"})
    void anAddressThatNobodyCanConnectToIsNotAdvertised(Transport transport, String host) {
        Options options = Station.options(transport, "127.0.0.1:0");
        assertThatThrownBy(() -> new Station(options.with(Options.ADVERTISE, Optional.of(new Address(host, 7800)))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("name one at which they reach this machine");
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "UDP"})
    void othersAreToldTheBoundAddressUnlessAnotherIsSet(Transport transport) {
        Options options = Station.options(transport, "127.0.0.1:0");
        try (Station plain = new Station(options)) {
            assertThat(plain.address().host()).isEqualTo("127.0.0.1");
            assertThat(plain.address().port()).isPositive();
        }
        Address told = new Address("members.example.org", 0);
        try (Station advertised = new Station(options.with(Options.ADVERTISE, Optional.of(told)))) {
            assertThat(advertised.address().host()).isEqualTo("members.example.org");
            assertThat(advertised.address().port()).as("the bound one").isPositive();
            assertThat(advertised.boundAddress())
                    .isEqualTo(new Address("127.0.0.1", advertised.address().port()));
        }
        Address whole = new Address("10.1.2.3", 4_000);
        try (Station advertised = new Station(options.with(Options.ADVERTISE, Optional.of(whole)))) {
            assertThat(advertised.address()).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "UDP"})
    void boundToAllAddressesOneThatOthersReachIsTold(Transport transport) {
        try (Station station = open(transport, "0.0.0.0:0")) {
            assertThat(station.address().host()).isNotIn("0.0.0.0", "127.0.0.1", "::1");
        } catch (TransportException none) {
            assertThat(none).hasMessageContaining("say with the advertised address");
        }
    }
}
