package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Address;
import dev.tutti.Options;
import dev.tutti.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void setsEverySettingThatOptionsHave() {
        Map<String, String> special = Map.ofEntries(
                Map.entry("transport", "udp"),
                Map.entry("bind", "h:1"),
                Map.entry("advertise", "h:2"),
                Map.entry("seeds", "h:3,[::1]:4"),
                Map.entry("dnsSeeds", "h:5"),
                Map.entry("srvSeeds", "a,b"),
                Map.entry("found", "true"),
                Map.entry("multicastAddress", "239.1.1.1:6"),
                Map.entry("epoll", "false"),
                Map.entry("packing", "false"),
                Map.entry("compressVectors", "false"));
        List<String> names = Options.lan()
                .describe()
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .toList();

        Options options = Options.lan();
        for (String name : names) {
            options = Settings.set(options, name + "=" + special.getOrDefault(name, "77"));
        }

        assertThat(names).hasSizeGreaterThan(20);
        assertThat(options.describe().lines())
                .allSatisfy(line -> assertThat(line).contains("--set " + line.split(" ", 2)[0]));
        assertThat(options.get(Options.HEARTBEAT)).isEqualTo(Duration.ofMillis(77));
        assertThat(options.get(Options.TRANSPORT)).isEqualTo(Transport.UDP);
        assertThat(options.get(Options.ADVERTISE)).isEqualTo(Optional.of(new Address("h", 2)));
        assertThat(options.get(Options.SEEDS)).containsExactly(new Address("h", 3), new Address("::1", 4));
        assertThat(options.get(Options.SRV_SEEDS)).containsExactly("a", "b");
        assertThat(options.get(Options.FOUND)).isTrue();
    }

    @Test
    void listsTheSettingsWhenThereIsNone() {
        assertThatThrownBy(() -> Settings.set(Options.lan(), "heartbeat=1"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no setting 'heartbeat'")
                .hasMessageContaining("heartbeatMillis");
    }

    @Test
    void saysWhatIsExpected() {
        assertThatThrownBy(() -> Settings.set(Options.lan(), "heartbeatMillis=soon"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--set heartbeatMillis=soon: expected a whole number of milliseconds");
        assertThatThrownBy(() -> Settings.set(Options.lan(), "epoll=yes")).hasMessageContaining("true or false");
        assertThatThrownBy(() -> Settings.set(Options.lan(), "bind"))
                .hasMessageStartingWith("--set bind: expected --set bind=HOST:PORT");
    }
}
