package dev.tutti.bench;

import picocli.CommandLine.Option;

/** Options of the measurements that send for some time. */
final class Timing {
    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "measured sending in each run (default: ${DEFAULT-VALUE})")
    private int seconds = 5;

    @Option(
            names = "--warmup-seconds",
            paramLabel = "S",
            description = "sending before that, in the same processes (default: ${DEFAULT-VALUE})")
    private int warmupSeconds = 5;

    @Option(
            names = "--drain-seconds",
            paramLabel = "S",
            description =
                    "how long the rest may take to arrive; what has not by then is lost (default: ${DEFAULT-VALUE})")
    private int drainSeconds = 20;

    /**
     * Checks the options.
     *
     * @param setup refuses
     * @throws picocli.CommandLine.ParameterException if one is out of range
     */
    void check(Setup setup) {
        setup.require(seconds >= 1 && seconds <= 3_600, "--seconds must be 1 to 3600, not " + seconds);
        setup.require(
                warmupSeconds >= 1 && warmupSeconds <= 3_600,
                "--warmup-seconds must be 1 to 3600, not " + warmupSeconds);
        setup.require(
                drainSeconds >= 1 && drainSeconds <= 3_600, "--drain-seconds must be 1 to 3600, not " + drainSeconds);
    }

    /**
     * Checks the size of a payload.
     *
     * @param setup refuses
     * @param sizeBytes the size
     * @throws picocli.CommandLine.ParameterException if it is out of range
     */
    void checkSize(Setup setup, int sizeBytes) {
        setup.require(
                sizeBytes >= Payload.MIN_BYTES && sizeBytes <= Payload.MAX_BYTES,
                "a payload must have " + Payload.MIN_BYTES + " to " + Payload.MAX_BYTES + " bytes, not " + sizeBytes);
    }

    int seconds() {
        return seconds;
    }

    int warmupSeconds() {
        return warmupSeconds;
    }

    int drainSeconds() {
        return drainSeconds;
    }

    /**
     * Describes the options for a report.
     *
     * @return in one line
     */
    String describe() {
        return warmupSeconds + " s warm-up, then " + seconds + " s measured, in new processes for each run";
    }
}
