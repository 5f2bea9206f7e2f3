package dev.tutti.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells datagrams that this node's own socket sent. */
final class OwnSocket {
    private final int port;
    private final Set<InetAddress> hosts;

    /**
     * For one socket.
     *
     * @param bound where it is bound; if to all addresses, any of this machine counts
     */
    OwnSocket(InetSocketAddress bound) {
        port = bound.getPort();
        hosts = bound.getAddress().isAnyLocalAddress() ? all() : Set.of(bound.getAddress());
    }

    /**
     * Whether it sent a datagram.
     *
     * @param from the datagram's sender
     * @return true if so
     */
    boolean test(InetSocketAddress from) {
        return from.getPort() == port && hosts.contains(from.getAddress());
    }

    private static Set<InetAddress> all() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toSet());
        } catch (SocketException unknown) {
            return Set.of(InetAddress.getLoopbackAddress());
        }
    }
}
