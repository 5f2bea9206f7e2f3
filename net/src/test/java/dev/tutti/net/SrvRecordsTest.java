package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SrvRecordsTest {
    @Test
    void recordsAreReadByPriority() throws IOException {
        try (NameServer server = new NameServer(List.of(
                new NameServer.Service(20, 7801, "b.example.org"),
                new NameServer.Service(10, 7800, "a.example.org")))) {
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

    /** A name server writes what it likes; the text of a record is read or left out. */
    @Test
    void noRecordMakesItThrow() {
        SplittableRandom random = new SplittableRandom(1);
        String[] words = {
            "0", "10", "7800", "65536", "-1", "99999999999", "a.example.org.", ".", "", "x y", "\u0000", "::1"
        };
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int fields = random.nextInt(6); fields > 0; fields--) {
                text.append(words[random.nextInt(words.length)]).append(fields > 1 ? " " : "");
            }
            if (random.nextInt(4) == 0 && !text.isEmpty()) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x300));
            }
            SrvRecords.Srv record = SrvRecords.parse(text.toString());
            read += record == null ? 0 : 1;
        }
        assertThat(read).isBetween(100, 40_000);
    }
}
