package dev.tutti.bench;

import dev.tutti.Options;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Settings of the systems. Each has a default that a user would choose. */
final class Tuning {
    /** The presets of Tutti. */
    enum Preset {
        /** For one machine. */
        local,
        /** For one site; what Tutti does unless told otherwise. */
        lan,
        /** For machines far apart. */
        wan;

        Options options() {
            return switch (this) {
                case local -> Options.local();
                case lan -> Options.lan();
                case wan -> Options.wan();
            };
        }
    }

    @Option(
            names = "--jgroups-capacity",
            paramLabel = "N",
            description =
                    "capacity of JGroups' bundler (default: ${DEFAULT-VALUE}); with its own default of 16k it loses"
                            + " small messages of its own")
    private String jgroupsCapacity = "128k";

    @Option(
            names = "--tutti-preset",
            paramLabel = "P",
            description = "options of Tutti: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Preset preset = Preset.lan;

    @Option(names = "--tutti-epoll", description = "let Tutti use epoll instead of NIO")
    private boolean epoll;

    String jgroupsCapacity() {
        return jgroupsCapacity;
    }

    Preset preset() {
        return preset;
    }

    boolean epoll() {
        return epoll;
    }

    /**
     * The same settings for another process.
     *
     * @return options of the command line
     */
    List<String> options() {
        List<String> options =
                new ArrayList<>(List.of("--jgroups-capacity=" + jgroupsCapacity, "--tutti-preset=" + preset));
        if (epoll) {
            options.add("--tutti-epoll");
        }
        return options;
    }
}
