package dev.tutti.bench;

import dev.tutti.Transport;
import java.util.List;
import java.util.stream.Stream;

/** What is measured, by the names that the command line and the reports use. */
enum Contender {
    /** Tutti over TCP. */
    TUTTI_TCP("tutti-tcp", false),
    /** Tutti over TCP, each message in a packet of its own. */
    TUTTI_TCP_UNPACKED("tutti-tcp-unpacked", false),
    /** Tutti over UDP, a datagram to each member. */
    TUTTI_UDP("tutti-udp", false),
    /** Tutti over UDP multicast. */
    TUTTI_MULTICAST("tutti-multicast", true),
    /** JGroups over TCP. */
    JGROUPS_TCP("jgroups-tcp", false),
    /** JGroups over UDP multicast. */
    JGROUPS_UDP("jgroups-udp", true),
    /** JGroups over UDP multicast with its newer protocols. */
    JGROUPS_UDP_NEW("jgroups-udp-new", true);

    private final String label;
    private final boolean multicast;

    Contender(String label, boolean multicast) {
        this.label = label;
        this.multicast = multicast;
    }

    /**
     * What is measured unless something else is asked for: each as a user would run it.
     *
     * @return all but what only shows what a part is worth
     */
    static List<Contender> usual() {
        return Stream.of(values())
                .filter(contender -> contender != TUTTI_TCP_UNPACKED)
                .toList();
    }

    /**
     * Finds a contender by its label.
     *
     * @param label as in a report
     * @return the contender
     * @throws IllegalArgumentException if there is none; the message lists them all
     */
    static Contender of(String label) {
        for (Contender contender : values()) {
            if (contender.label.equals(label)) {
                return contender;
            }
        }
        throw new IllegalArgumentException("'" + label + "' is none of " + List.of(values()));
    }

    /**
     * The system behind the name.
     *
     * @return makes members
     */
    Brand brand() {
        return switch (this) {
            case TUTTI_TCP -> new Brand.OfTutti(Transport.TCP, true);
            case TUTTI_TCP_UNPACKED -> new Brand.OfTutti(Transport.TCP, false);
            case TUTTI_UDP -> new Brand.OfTutti(Transport.UDP, true);
            case TUTTI_MULTICAST -> new Brand.OfTutti(Transport.MULTICAST, true);
            case JGROUPS_TCP -> new Brand.OfJGroups("tcp.xml");
            case JGROUPS_UDP -> new Brand.OfJGroups("udp.xml");
            case JGROUPS_UDP_NEW -> new Brand.OfJGroups("udp-new.xml");
        };
    }

    /**
     * Whether it is what Tutti is compared with.
     *
     * @return true for JGroups
     */
    boolean isJGroups() {
        return brand() instanceof Brand.OfJGroups;
    }

    /**
     * Whether it needs IP multicast.
     *
     * @return true if it does
     */
    boolean isMulticast() {
        return multicast;
    }

    @Override
    public String toString() {
        return label;
    }
}
