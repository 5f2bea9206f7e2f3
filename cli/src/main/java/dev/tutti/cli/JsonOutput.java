package dev.tutti.cli;

import dev.tutti.GroupProperties;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.View;
import dev.tutti.ViewId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object per line; see docs/cli.md. */
final class JsonOutput implements MemberOutput {
    private final OutputStream out;
    private final JsonLine line = new JsonLine();
    private final Map<Source, Long> numbers = new HashMap<>();
    private @Nullable ViewId present;

    /** What messages are counted by, in each view. */
    private record Source(String from, Message.Kind kind) {}

    JsonOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void view(View view) throws IOException {
        if (!view.id().equals(present)) {
            // Else it is shown again.
            present = view.id();
            numbers.clear();
        }
        event("view");
        members(line, view)
                .field("properties", view.properties().toString())
                .endObject()
                .writeTo(out);
    }

    static JsonLine members(JsonLine line, View view) {
        return line.field("id", view.id().toString())
                .field("members", view.members())
                .field("joined", view.joined())
                .field("left", view.left())
                .field("transitional", view.transitional())
                .name("primary")
                .value(view.primary());
    }

    @Override
    public void message(Message message) throws IOException {
        long number = numbers.merge(new Source(message.from().name(), message.kind()), 1L, Long::sum);
        event("message")
                .field("view", String.valueOf(present))
                .name("number")
                .value(number)
                .field("from", message.from().name())
                .field("kind", message.kind().name().toLowerCase(Locale.ROOT))
                .field("payload", message.text())
                .endObject()
                .writeTo(out);
    }

    @Override
    public void flushed() throws IOException {
        event("flushed").endObject().writeTo(out);
    }

    @Override
    public void switched(GroupProperties properties) throws IOException {
        event("switched").field("properties", properties.toString()).endObject().writeTo(out);
    }

    @Override
    public void left(Left.Reason reason) throws IOException {
        left(event("left"), reason).endObject().writeTo(out);
    }

    /** Why, unless it is what everybody expects. */
    static JsonLine left(JsonLine json, Left.Reason reason) {
        return reason == Left.Reason.LEFT ? json : json.field("reason", word(reason));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void stats(Map<String, Long> counters) throws IOException {
        event("stats").name("counters").object();
        counters.forEach((name, count) -> line.name(name).value(count));
        line.endObject().endObject().writeTo(out);
    }

    private JsonLine event(String name) {
        return line.object().field("event", name);
    }
}
