package dev.tutti.net;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A name server that answers one question, with these records. */
final class NameServer implements AutoCloseable {
    private static final int SRV = 33;

    /** An SRV record. */
    record Service(int priority, int port, String target) {}

    private final DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    NameServer(List<Service> records) throws IOException {
        Thread thread = new Thread(() -> {
            try {
                DatagramPacket question = new DatagramPacket(new byte[512], 512);
                socket.receive(question);
                byte[] answer = answer(question, records);
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "dns://127.0.0.1:" + socket.getLocalPort();
    }

    private static byte[] answer(DatagramPacket question, List<Service> records) throws IOException {
        byte[] asked = question.getData();
        int end = 12;
        while (asked[end] != 0) {
            end += asked[end] + 1;
        }
        end += 5;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(asked, 0, 2);
        out.writeShort(records.isEmpty() ? 0x8183 : 0x8180);
        out.writeShort(1);
        out.writeShort(records.size());
        out.writeInt(0);
        out.write(asked, 12, end - 12);
        for (Service record : records) {
            ByteArrayOutputStream name = new ByteArrayOutputStream();
            for (String label : record.target().split("\\.", -1)) {
                name.write(label.length());
                name.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
            name.write(0);
            out.writeShort(0xC00C);
            out.writeShort(SRV);
            out.writeShort(1);
            out.writeInt(5);
            out.writeShort(6 + name.size());
            out.writeShort(record.priority());
            out.writeShort(10);
            out.writeShort(record.port());
            name.writeTo(out);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
