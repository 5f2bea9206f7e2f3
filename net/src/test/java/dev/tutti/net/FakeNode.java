package dev.tutti.net;

import dev.tutti.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** The other end of connections, by hand: a plain server socket that says what a test wants said. */
final class FakeNode implements AutoCloseable {
    private final ServerSocket server;

    FakeNode() {
        this(0);
    }

    FakeNode(int port) {
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            server.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Address address() {
        return new Address("127.0.0.1", server.getLocalPort());
    }

    /** Takes the next connection and reads its introduction. */
    Socket accept() {
        try {
            Socket socket = server.accept();
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
            readHello(socket);
            return socket;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads the introduction that comes next. */
    static void readHello(Socket socket) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] prefix = in.readNBytes(Hello.PREFIX_BYTES);
            in.readNBytes((prefix[6] & 0xFF) << 8 | (prefix[7] & 0xFF));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Takes the next connection and answers as the process with this id. */
    Socket acceptAs(long nodeId) {
        Socket socket = accept();
        write(socket, hello(Hello.ACCEPT, nodeId, address()));
        return socket;
    }

    static byte[] hello(int kind, long nodeId, Address address) {
        ByteBuf out = Unpooled.buffer();
        new Hello(kind, Hello.CAPABILITIES, nodeId, address).write(out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /** Connects to a node, saying nothing. */
    static Socket connect(Address to) {
        try {
            Socket socket = new Socket(to.host(), to.port());
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
            return socket;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads the next frame that comes on a connection. */
    static byte[] frame(Socket socket) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readNBytes(in.readInt());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Waits until the other side has closed. */
    static void awaitClosed(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("still open", open);
        } catch (IOException reset) {
            return;
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
