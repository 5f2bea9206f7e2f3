package dev.tutti.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the models of the reconfiguration with TLC: what is promised holds, and planted faults are found. */
@Timeout(value = 11, unit = TimeUnit.MINUTES)
class ModelTest {
    /** What TLC ends with when a property of states or of steps is violated, and when one of whole runs is. */
    private static final int SAFETY = 12;

    private static final int LIVENESS = 13;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}, {2} states at least")
    @CsvSource({
        "EndPoint,         EndPoint,   10000",
        "EndPoint-casts,   EndPoint,   1000",
        "EndPoint-rest,    EndPoint,   4000",
        "Membership,       Membership, 20000",
        "Membership-found, Membership, 30000",
    })
    void whatIsPromisedHolds(String configuration, String module, long leastStates) throws Exception {
        check(configuration, module, leastStates);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}, {2} states at least")
    @CsvSource({
        "EndPoint-large,    EndPoint,   150000",
        "Membership-leave,  Membership, 50000",
        "Membership-return, Membership, 40000",
    })
    void whatIsPromisedHoldsInLargerModels(String configuration, String module, long leastStates) throws Exception {
        check(configuration, module, leastStates);
    }

    @ParameterizedTest(name = "{2} breaks {3}")
    @CsvSource({
        "EndPoint,          EndPoint,   latestSync,  TS",
        "EndPoint,          EndPoint,   lateSet,     TS",
        "EndPoint,          EndPoint,   noBlock,     BLOCK",
        "EndPoint-rest,     EndPoint,   noForward,   LIVE",
        "Membership,        Membership, noAttempts,  SUCCEEDS",
        "Membership-return, Membership, rebornFound, PRIMARY",
    })
    void plantedFaultsAreFound(String configuration, String module, String fault, String property) throws Exception {
        find(configuration, module, fault, property);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{2} breaks {3}")
    @CsvSource({
        "EndPoint,   EndPoint,   obsoleteView, NO_OBSOLETE",
        "EndPoint,   EndPoint,   noLimit,      VS",
        "EndPoint,   EndPoint,   staleFrame,   SENDVIEW",
        "Membership, Membership, localIds,     UNIQ_VIEW",
        "Membership, Membership, anyHalf,      SUCCEEDS",
    })
    void morePlantedFaultsAreFound(String configuration, String module, String fault, String property)
            throws Exception {
        find(configuration, module, fault, property);
    }

    private void check(String configuration, String module, long leastStates) throws Exception {
        Tlc.Result result = new Tlc(directory).run(module, configuration, "none");
        report(configuration, "none", result);
        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(result.violated()).as(result.output()).isEmpty();
        assertThat(result.output()).contains("Model checking completed. No error has been found.");
        assertThat(result.distinctStates()).as("states of " + configuration).isGreaterThanOrEqualTo(leastStates);
    }

    private void find(String configuration, String module, String fault, String property) throws Exception {
        Tlc.Result result = new Tlc(directory).run(module, configuration, fault);
        report(configuration, fault, result);
        assertThat(result.violated()).as(result.output()).isEqualTo(property);
        assertThat(result.exit()).as(result.output()).isEqualTo(property.equals("LIVE") ? LIVENESS : SAFETY);
    }

    private static void report(String configuration, String fault, Tlc.Result result) {
        System.out.printf(
                "TLC %-18s fault %-14s %,9d distinct states%s%n",
                configuration,
                fault,
                result.distinctStates(),
                result.violated().isEmpty() ? "" : ", violates " + result.violated());
    }
}
