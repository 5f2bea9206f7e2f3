package dev.tutti.cli;

import dev.tutti.Endpoint;
import dev.tutti.GroupProperties;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.View;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines for people: messages as {@code NAME: TEXT}, everything else behind a star. */
final class PlainOutput implements MemberOutput {
    private final OutputStream out;
    private boolean seenView;
    private @Nullable GroupProperties running;

    PlainOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void view(View view) throws IOException {
        StringBuilder text =
                new StringBuilder("* view ").append(view.id()).append(": ").append(names(view.members()));
        text.append(view.primary() ? "" : " (not primary)");
        if (seenView && !view.joined().isEmpty()) {
            text.append(", new: ").append(names(view.joined()));
        }
        if (!view.left().isEmpty()) {
            text.append(", gone: ").append(names(view.left()));
        }
        if (running != null && !running.equals(view.properties())) {
            text.append(", now ").append(view.properties());
        }
        running = view.properties();
        seenView = true;
        print(text.toString());
    }

    static String names(List<Endpoint> members) {
        return members.stream().map(member -> Clean.line(member.name())).collect(Collectors.joining(" "));
    }

    @Override
    public void message(Message message) throws IOException {
        String from = Clean.line(message.from().name());
        String to = switch (message.kind()) {
            case CAST, UNORDERED -> "";
            case GBCAST -> " (in order with everything)";
            case SEND -> " (to you)";
        };
        print(from + to + ": " + Clean.line(message.text()));
    }

    @Override
    public void flushed() throws IOException {
        print("* flushed");
    }

    @Override
    public void switched(GroupProperties properties) throws IOException {
        print("* switched to " + properties);
    }

    @Override
    public void left(Left.Reason reason) throws IOException {
        print(reason == Left.Reason.LEFT ? "* left" : "* out of the group (" + JsonOutput.word(reason) + ")");
    }

    @Override
    public void stats(Map<String, Long> counters) throws IOException {
        new JsonOutput(out).stats(counters);
    }

    private void print(String text) throws IOException {
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
