package dev.tutti.bench;

import dev.tutti.ConfigException;
import dev.tutti.GroupProperties;
import dev.tutti.Transport;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured.
 *
 * @param label as the command line and the reports name it
 * @param brand the system behind the name
 * @param isMulticast whether it needs IP multicast
 */
record Contender(String label, Brand brand, boolean isMulticast) {
    /** Tutti over TCP. */
    static final Contender TUTTI_TCP = tutti("tutti-tcp", Transport.TCP, true);

    /** Tutti over TCP, each message in a packet of its own. */
    static final Contender TUTTI_TCP_UNPACKED = tutti("tutti-tcp-unpacked", Transport.TCP, false);

    /** Tutti over UDP, a datagram to each member. */
    static final Contender TUTTI_UDP = tutti("tutti-udp", Transport.UDP, true);

    /** Tutti over UDP multicast. */
    static final Contender TUTTI_MULTICAST = tutti("tutti-multicast", Transport.MULTICAST, true);

    /** JGroups over TCP. */
    static final Contender JGROUPS_TCP = new Contender("jgroups-tcp", new Brand.OfJGroups("tcp.xml"), false);

    /** JGroups over UDP multicast. */
    static final Contender JGROUPS_UDP = new Contender("jgroups-udp", new Brand.OfJGroups("udp.xml"), true);

    /** JGroups over UDP multicast with its newer protocols. */
    static final Contender JGROUPS_UDP_NEW = new Contender("jgroups-udp-new", new Brand.OfJGroups("udp-new.xml"), true);

    private static final List<Contender> ALL = List.of(
            TUTTI_TCP, TUTTI_TCP_UNPACKED, TUTTI_UDP, TUTTI_MULTICAST, JGROUPS_TCP, JGROUPS_UDP, JGROUPS_UDP_NEW);

    /** Stands between the name of a Tutti and what its group is to run. */
    private static final char PROPERTIES = ':';

    private static Contender tutti(String label, Transport transport, boolean packing) {
        Brand brand = new Brand.OfTutti(transport, packing, GroupProperties.DEFAULT);
        return new Contender(label, brand, transport == Transport.MULTICAST);
    }

    /**
     * What is measured unless something else is asked for: each as a user would run it.
     *
     * @return all but what only shows what a part is worth
     */
    static List<Contender> usual() {
        return Stream.concat(ALL.stream().limit(1), ALL.stream().skip(2)).toList();
    }

    /**
     * Finds a contender by its label.
     *
     * @param label as in a report; of a Tutti, also with a colon and what its group runs
     * @return the contender
     * @throws IllegalArgumentException if there is none; the message lists them all
     */
    static Contender of(String label) {
        int end = label.indexOf(PROPERTIES);
        String name = end < 0 ? label : label.substring(0, end);
        Contender named = ALL.stream()
                .filter(contender -> contender.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is none of " + ALL));
        return end < 0 ? named : named.running(label.substring(end + 1));
    }

    private Contender running(String properties) {
        try {
            GroupProperties wanted = GroupProperties.parse(properties);
            return switch (brand) {
                case Brand.OfTutti(Transport transport, boolean packing, GroupProperties before) ->
                    new Contender(
                            label + PROPERTIES + wanted, new Brand.OfTutti(transport, packing, wanted), isMulticast);
                case Brand.OfJGroups other ->
                    throw new IllegalArgumentException(label + " runs what its configuration says: " + other);
            };
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    /**
     * Whether it is what Tutti is compared with.
     *
     * @return true for JGroups
     */
    boolean isJGroups() {
        return brand instanceof Brand.OfJGroups;
    }

    @Override
    public String toString() {
        return label;
    }
}
