package dev.tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Address;
import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.Message;
import dev.tutti.View;
import dev.tutti.ViewId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
    private static final Endpoint ANN = new Endpoint("ann", 1, Address.parse("127.0.0.1:1"));
    private static final Endpoint BOB = new Endpoint("bob", 2, Address.parse("127.0.0.1:2"));

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final JsonOutput output = new JsonOutput(written);

    private static View view(long number) {
        List<Endpoint> both = List.of(ANN, BOB);
        return new View("g", new ViewId(number, 0xab), both, both, List.of(), List.of(), GroupProperties.DEFAULT, true);
    }

    private void message(Endpoint from, Message.Kind kind) throws IOException {
        output.message(new Message(from, kind, new byte[0]));
    }

    private static String line(String view, int number, String from, String kind) {
        return "{\"event\":\"message\",\"view\":\"%s\",\"number\":%d,\"from\":\"%s\",\"kind\":\"%s\",\"payload\":\"\"}"
                .formatted(view, number, from, kind);
    }

    @Test
    void messagesNameTheirViewAndTheirNumberAmongThoseOfTheirSenderAndKindInIt() throws IOException {
        output.view(view(3));
        message(ANN, Message.Kind.CAST);
        message(BOB, Message.Kind.CAST);
        message(ANN, Message.Kind.SEND);
        message(ANN, Message.Kind.CAST);
        output.view(view(3));
        message(ANN, Message.Kind.CAST);
        output.view(view(4));
        message(ANN, Message.Kind.CAST);

        String before = view(3).id().toString();
        String after = view(4).id().toString();
        assertThat(written.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.contains("\"message\""))
                        .toList())
                .containsExactly(
                        line(before, 1, "ann", "cast"),
                        line(before, 1, "bob", "cast"),
                        line(before, 1, "ann", "send"),
                        line(before, 2, "ann", "cast"),
                        line(before, 3, "ann", "cast"),
                        line(after, 1, "ann", "cast"));
    }
}
