package dev.tutti.net;

import dev.tutti.TransportException;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.ConnectException;
import java.util.Map;

/** Which of Netty's sockets a node uses: those on Java NIO, or those on Linux' epoll. */
enum Sockets {
    /** Plain Java. */
    NIO {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        ServerSocketChannel server() {
            return new NioServerSocketChannel();
        }

        @Override
        SocketChannel client() {
            return new NioSocketChannel();
        }

        @Override
        DatagramChannel datagram(SocketProtocolFamily family) {
            return new NioDatagramChannel(family);
        }

        @Override
        Map<ChannelOption<Integer>, Integer> aliveOptions(int limitMillis) {
            return Map.of();
        }

        @Override
        long pollNanos() {
            return 1;
        }
    },

    /** Netty's native library for Linux. */
    EPOLL {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        ServerSocketChannel server() {
            return new EpollServerSocketChannel();
        }

        @Override
        SocketChannel client() {
            return new EpollSocketChannel();
        }

        @Override
        DatagramChannel datagram(SocketProtocolFamily family) {
            return new EpollDatagramChannel(family);
        }

        @Override
        long pollNanos() {
            return -1;
        }

        @Override
        Map<ChannelOption<Integer>, Integer> aliveOptions(int limitMillis) {
            return Map.of(EpollChannelOption.TCP_USER_TIMEOUT, limitMillis);
        }
    };

    /**
     * Chooses.
     *
     * @param epoll whether epoll was asked for
     * @return the sockets to use
     * @throws TransportException if this machine has no epoll
     */
    static Sockets choose(boolean epoll) {
        if (epoll && !Epoll.isAvailable()) {
            Throwable cause = Epoll.unavailabilityCause();
            String reason = cause == null ? "" : " (" + cause.getMessage() + ")";
            throw new TransportException(
                    "epoll is not available here" + reason
                            + ": add netty-transport-native-epoll for this platform to the class path, or leave the option epoll out");
        }
        return epoll ? EPOLL : NIO;
    }

    /**
     * What waits for events on these sockets.
     *
     * @return a factory for the loop
     */
    abstract IoHandlerFactory handlers();

    abstract ServerSocketChannel server();

    abstract SocketChannel client();

    abstract DatagramChannel datagram(SocketProtocolFamily family);

    /**
     * Options with which the system itself closes a connection when the peer's acknowledgements stay away.
     *
     * @param limitMillis for how long they may
     * @return none where the system is not told
     */
    abstract Map<ChannelOption<Integer>, Integer> aliveOptions(int limitMillis);

    /**
     * The wait that makes Netty's loop look for events without blocking, in the cheapest way. With NIO, asking it not to block at all
     * makes it write to and read from its own wake-up pipe each time, once it was woken; a wait below its resolution does not.
     *
     * @return for {@link io.netty.channel.ManualIoEventLoop#run(long, long)}
     */
    abstract long pollNanos();

    /**
     * Whether a connection was refused: the host answered that nobody listens on the port. A timeout, an unreachable network and a
     * local failure are no refusal.
     *
     * @param failure of an attempt to connect
     * @return true if it proves that nobody listens
     */
    static boolean refused(Throwable failure) {
        // Java throws this class for nothing else within the connect timeout; the epoll sockets do, so look at the text
        // too.
        return failure instanceof ConnectException
                && !(failure instanceof ConnectTimeoutException)
                && (!(failure.getCause() instanceof ConnectException cause)
                        || !cause.getClass().getName().startsWith("io.netty")
                        || String.valueOf(cause.getMessage()).contains("refused"));
    }
}
