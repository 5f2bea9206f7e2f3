package dev.tutti.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.Blocked;
import dev.tutti.Event;
import dev.tutti.Group;
import dev.tutti.Message;
import dev.tutti.Receipt;
import dev.tutti.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Casts in order with everything, between real nodes. */
class GbcastTest {
    /** Messages and views up to the first message with a text, in short. */
    private static List<String> until(String text, Group group) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        Duo.receive(group, event -> {
            String line = line(event);
            if (!line.isEmpty()) {
                seen.add(line);
            }
            return line.endsWith(" " + text);
        });
        return seen;
    }

    private static String line(Event event) {
        return switch (event) {
            case Message message -> message.kind() + " " + message.from().name() + " " + message.text();
            case View view -> "view of " + view.members().size();
            case Blocked blocked -> "";
            default -> event.toString();
        };
    }

    @Test
    void itIsTheLastOfItsViewAndWhatItsSenderSaysBehindItBelongsToTheNext() throws InterruptedException {
        try (Duo duo = new Duo()) {
            Duo.receive(
                    duo.ann,
                    event -> event instanceof View view && view.members().size() == 2);
            Duo.receive(duo.bob, View.class::isInstance);
            duo.bob.cast("before");
            Receipt receipt = duo.bob.gbcast("now");
            duo.bob.cast("behind");
            duo.bob.send(duo.ann.self(), "to ann".getBytes(StandardCharsets.UTF_8));
            for (Group group : List.of(duo.ann, duo.bob)) {
                assertThat(until("behind", group).stream().filter(line -> !line.startsWith("SEND")))
                        .containsExactly("CAST bob before", "GBCAST bob now", "view of 2", "CAST bob behind");
            }
            assertThat(receipt.awaitDelivered(Duo.LIMIT)).isTrue();
            assertThat(duo.bob.flush(Duo.LIMIT)).isTrue();
        }
    }

    @Test
    void whoeverIsAloneMayDoSoTooAndLeaveAtOnce() throws InterruptedException {
        try (Duo duo = new Duo()) {
            duo.annNode.close();
            duo.bob.gbcast("alone");
            duo.bob.leave();
            assertThat(until("alone", duo.bob)).contains("GBCAST bob alone");
        }
    }
}
