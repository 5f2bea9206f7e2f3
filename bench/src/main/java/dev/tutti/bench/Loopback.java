package dev.tutti.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the machine's loopback interface offers. */
final class Loopback {
    /** The same as {@link Seat#HOST}. */
    private static final byte[] HOST = {127, 0, 0, 1};

    private static final long PROBE_MILLIS = 1_000;

    private Loopback() {}

    /**
     * Finds ports that are free now, for TCP and for UDP. They are chosen by the system among thousands, so that they are most likely
     * still free when they are used.
     *
     * @param count how many
     * @return different ports
     * @throws IOException if there are none
     */
    static List<Integer> freePorts(int count) throws IOException {
        InetAddress host = InetAddress.getByAddress(HOST);
        List<AutoCloseable> held = new ArrayList<>();
        try {
            List<Integer> ports = new ArrayList<>();
            while (ports.size() < count) {
                ServerSocket tcp = new ServerSocket(0, 1, host);
                held.add(tcp);
                if (freeForUdp(tcp.getLocalPort(), host)) {
                    ports.add(tcp.getLocalPort());
                }
            }
            return List.copyOf(ports);
        } finally {
            for (AutoCloseable socket : held) {
                closed(socket);
            }
        }
    }

    private static boolean freeForUdp(int port, InetAddress host) {
        try (DatagramSocket udp = new DatagramSocket(port, host)) {
            return udp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static void closed(AutoCloseable socket) throws IOException {
        try {
            socket.close();
        } catch (IOException failed) {
            throw failed;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Sends a datagram to a multicast group on loopback and waits for it.
     *
     * @return what is wrong and how to mend it; empty if it arrived
     */
    static Optional<String> multicastProblem() {
        String reason = "a datagram to " + Seat.MULTICAST_GROUP + " did not come back";
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
                Selector selector = Selector.open()) {
            NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByAddress(HOST));
            channel.bind(new InetSocketAddress(0));
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
            channel.join(InetAddress.getByName(Seat.MULTICAST_GROUP), loopback);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            channel.send(ByteBuffer.wrap(new byte[] {1}), new InetSocketAddress(Seat.MULTICAST_GROUP, port));
            if (selector.select(PROBE_MILLIS) > 0) {
                return Optional.empty();
            }
        } catch (IOException failed) {
            reason = failed.toString();
        }
        return Optional.of("no IP multicast on loopback (" + reason + "); as root: ip link set lo multicast on"
                + " && ip route add 239.0.0.0/8 dev lo");
    }
}
