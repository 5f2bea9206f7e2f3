package dev.tutti.bench;

import dev.tutti.GroupProperties;
import dev.tutti.Transport;
import java.util.List;
import java.util.stream.Collectors;

/** A system together with how it is set up. */
sealed interface Brand {
    /**
     * System properties of the member's JVM that the system reads by itself.
     *
     * @param seat of the member
     * @param tuning settings of the systems
     * @return options of the {@code java} command
     */
    List<String> properties(Seat seat, Tuning tuning);

    /**
     * Describes it.
     *
     * @param tuning settings of the systems
     * @return for a report
     */
    String describe(Tuning tuning);

    /**
     * Makes a member.
     *
     * @param seat who it is
     * @param tuning settings of the systems
     * @param listener hears what is delivered
     * @return the member, not yet joined
     */
    Peer peer(Seat seat, Tuning tuning, Peer.Listener listener);

    /**
     * Tutti, with nothing set but what the members need to find each other.
     *
     * @param transport how frames travel
     * @param packing whether messages that wait together go in one packet, as they do unless told otherwise
     * @param group what the group runs
     */
    record OfTutti(Transport transport, boolean packing, GroupProperties group) implements Brand {
        @Override
        public List<String> properties(Seat seat, Tuning tuning) {
            return List.of();
        }

        @Override
        public String describe(Tuning tuning) {
            return "preset " + tuning.preset() + ", transport " + transport + (packing ? "" : ", no packing") + ", "
                    + group + (tuning.epoll() ? ", epoll" : ", NIO");
        }

        @Override
        public Peer peer(Seat seat, Tuning tuning, Peer.Listener listener) {
            return new TuttiPeer(this, seat, tuning, listener);
        }
    }

    /**
     * JGroups, with a configuration from its own jar.
     *
     * @param configuration name of the file
     */
    record OfJGroups(String configuration) implements Brand {
        @Override
        public List<String> properties(Seat seat, Tuning tuning) {
            String hosts = seat.ports().stream()
                    .map(port -> Seat.HOST + "[" + port + "]")
                    .collect(Collectors.joining(","));
            return List.of(
                    "-Djgroups.bind_addr=" + Seat.HOST,
                    "-Djgroups.bundler.capacity=" + tuning.jgroupsCapacity(),
                    "-Djgroups.udp.mcast_addr=" + Seat.MULTICAST_GROUP,
                    "-Djgroups.udp.mcast_port=" + seat.multicastPort(),
                    "-Djgroups.tcp.port_range=0",
                    "-Djgroups.tcpping.initial_hosts=" + hosts);
        }

        @Override
        public String describe(Tuning tuning) {
            return configuration + " from its jar";
        }

        @Override
        public Peer peer(Seat seat, Tuning tuning, Peer.Listener listener) {
            return new JGroupsPeer(configuration, seat, listener);
        }
    }
}
