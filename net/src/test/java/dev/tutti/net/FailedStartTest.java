package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.Address;
import dev.tutti.ConfigException;
import dev.tutti.Options;
import dev.tutti.Transport;
import dev.tutti.TransportException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program may try to start for as long as it takes: an attempt that fails keeps no memory. */
class FailedStartTest {
    private static final long MIB = 1 << 20;
    private static final int UDP_MIB = 2;

    private static long directBytes() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "UDP"})
    void aStartThatFailsBeforeItListensKeepsNothing(Transport transport) {
        Options options = Station.options(transport, "127.0.0.1:0")
                .with(Options.ADVERTISE, Optional.of(Address.parse("0.0.0.0:7800")));
        long before = directBytes();
        for (int i = 0; i < 64; i++) {
            assertThatThrownBy(() -> Tutti.start(options)).isInstanceOf(ConfigException.class);
        }
        assertThat(directBytes() - before).isLessThan(8 * UDP_MIB * MIB);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "UDP"})
    void aStartThatFailsToListenKeepsNothing(Transport transport) {
        try (Station first = new Station(Station.options(transport, "127.0.0.1:0"))) {
            Address taken = first.address();
            Options options = Station.options(transport, taken.toString());
            long before = directBytes();
            for (int i = 0; i < 64; i++) {
                assertThatThrownBy(() -> Tutti.start(options)).isInstanceOf(TransportException.class);
            }
            assertThat(directBytes() - before).isLessThan(8 * UDP_MIB * MIB);
        }
    }
}
