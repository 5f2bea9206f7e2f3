package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SrvRecordsTest {
    private static final int SRV = 33;

    private record Service(int priority, int port, String target) {}

    /** A name server that answers one question, with these records. */
    private static final class NameServer implements AutoCloseable {
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

    @Test
    void recordsAreReadByPriority() throws IOException {
        try (NameServer server = new NameServer(
                List.of(new Service(20, 7801, "b.example.org"), new Service(10, 7800, "a.example.org")))) {
            assertThat(new SrvRecords(server.url()).look("_tutti._tcp.example.org"))
                    .isEqualTo(new SrvRecords.Answer.Found(
                            List.of(new Address("a.example.org", 7800), new Address("b.example.org", 7801))));
        }
    }

    @Test
    void anUnknownNameIsAFailureWithAReason() throws IOException {
        try (NameServer server = new NameServer(List.of())) {
            assertThat(new SrvRecords(server.url()).look("_tutti._tcp.example.org"))
                    .isInstanceOf(SrvRecords.Answer.Failed.class);
        }
    }
}
