package dev.tutti.bench;

import java.util.List;

/**
 * A member's place in one run: who it is and where all of them listen. Everything is on loopback.
 *
 * @param index of the member; member 0 is there first
 * @param ports of all members, by index; used for TCP or UDP, whichever the system runs on
 * @param group name of the group
 * @param multicastPort port of the multicast group, for systems that use one
 */
record Seat(int index, List<Integer> ports, String group, int multicastPort) {
    /** The address all members bind to. */
    static final String HOST = "127.0.0.1";

    /** The multicast group, JGroups' own; the same for both. */
    static final String MULTICAST_GROUP = "239.8.8.8";

    /**
     * Where this member listens.
     *
     * @return a port of loopback
     */
    int port() {
        return ports.get(index);
    }

    /**
     * A place in a group of its own, to go once through all of joining and leaving before it counts.
     *
     * @param port to listen on
     * @return as the only member
     */
    Seat alone(int port) {
        return new Seat(0, List.of(port), group + "-rehearsal-" + index, multicastPort);
    }
}
