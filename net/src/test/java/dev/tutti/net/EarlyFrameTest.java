package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Options;
import dev.tutti.Transport;
import dev.tutti.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What comes in while a node is still opening its sockets. */
class EarlyFrameTest {
    private static final Address GROUP = new Address("239.255.7.86", 7886);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int STARTS = 40;

    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final int port = freePort();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CountDownLatch sending = new CountDownLatch(1);

    private static int freePort() {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Sends to the node's port as fast as it can, so that something comes between any two steps of a start. */
    private void send() {
        byte[] bytes = new byte[64];
        try (DatagramSocket socket = new DatagramSocket()) {
            DatagramPacket datagram = new DatagramPacket(
                    bytes, bytes.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            while (!ended.get()) {
                sendOrBeRefused(socket, datagram);
                sending.countDown();
            }
        } catch (SocketException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void sendOrBeRefused(DatagramSocket socket, DatagramPacket datagram) {
        try {
            socket.send(datagram);
        } catch (IOException nobodyListens) {
            // Not at this moment.
        }
    }

    private Stepped start() {
        try {
            return Tutti.stepped(
                    Station.options(Transport.MULTICAST, LOOPBACK + ":" + port).with(Options.MULTICAST_ADDRESS, GROUP),
                    notices::add);
        } catch (TransportException impossible) {
            return Assumptions.abort("no multicast here: " + impossible.getMessage());
        }
    }

    @Test
    void isDroppedAndCountedLikeAllThatIsForNobody() throws InterruptedException {
        Thread sender = Thread.ofPlatform().start(this::send);
        try {
            sending.await();
            for (int i = 0; i < STARTS; i++) {
                Stepped node = start();
                node.node().close();
                while (node.step(0)) {
                    Thread.onSpinWait();
                }
            }
        } finally {
            ended.set(true);
            sender.join();
        }
        assertThat(notices).isEmpty();
    }
}
