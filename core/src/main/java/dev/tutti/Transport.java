package dev.tutti;

/** How frames travel between nodes. All nodes of a group use the same. */
public enum Transport {
    /** TCP connections between all nodes of a view. The default: works wherever two processes can connect. */
    TCP,
    /** UDP datagrams to each member. */
    UDP,
    /** UDP datagrams, casts as IP multicast. Only where the network is known to carry it. */
    MULTICAST
}
