package dev.tutti.cli;

import dev.tutti.Blocked;
import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.StateReceived;
import dev.tutti.View;
import dev.tutti.sim.trace.Entry;
import dev.tutti.sim.trace.Member;
import dev.tutti.sim.trace.Promises;
import dev.tutti.sim.trace.TraceEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what a member does and sees as a trace, for {@code tutti check}; docs/sim.md describes the format.
 *
 * <p>A message bears no id, so it stands in the trace by its sender's name, a digest of its bytes, and how often that sender has sent the
 * same before. Who joins later cannot know the last, nor can he tell a sender from an earlier process of that name: so whoever is to be
 * checked casts no text twice.
 *
 * <p>A cast is written down before it is made, since its delivery may be written down before the caller learns that it was taken; if it
 * is refused, that is written down too.
 */
final class MemberTrace {
    private static final long FNV_BASIS = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Writer out;
    private final Endpoint self;
    private final GroupProperties configured;
    private final String label;
    private final Map<String, Integer> sent = new HashMap<>();
    private final Map<String, Integer> delivered = new HashMap<>();

    /**
     * Begins a trace.
     *
     * @param out takes it
     * @param self the member
     * @param options what the group was asked for
     */
    MemberTrace(Writer out, Endpoint self, GroupOptions options) {
        this.self = self;
        this.label = self.name() + "-" + Long.toHexString(self.id());
        this.out = out;
        this.configured = options.properties();
        write(new TraceEvent.Started(Promises.of(options)));
    }

    private synchronized void write(TraceEvent event) {
        Instant now = Instant.now();
        try {
            out.write(new Entry(now.getEpochSecond() * NANOS_PER_SECOND + now.getNano(), label, event) + "\n");
            out.flush();
        } catch (IOException full) {
            throw new UncheckedIOException(new IOException("the trace cannot be written: " + full.getMessage(), full));
        }
    }

    /** A cast that is about to be made; returns its id. */
    synchronized String cast(byte[] payload, Message.Kind kind) {
        String id = id(self.name(), payload, sent);
        write(new TraceEvent.Cast(id, kind));
        return id;
    }

    void refused(String id) {
        write(new TraceEvent.Refused(id));
    }

    /** A send that is about to be made; returns its id. */
    synchronized String send(Endpoint to, byte[] payload) {
        String id = id(self.name() + ">" + to.name(), payload, sent);
        write(new TraceEvent.Sent(Member.of(to), id));
        return id;
    }

    void stable() {
        write(new TraceEvent.Stable());
    }

    void switching(GroupProperties wanted) {
        write(new TraceEvent.Switching(wanted.toString()));
    }

    void switched() {
        write(new TraceEvent.Switched());
    }

    void leaving() {
        write(new TraceEvent.Leaving());
    }

    void event(Event event) {
        switch (event) {
            case Message message -> delivered(message);
            case View view -> write(viewed(view));
            case Blocked() -> write(new TraceEvent.Blocked());
            case StateReceived received -> write(new TraceEvent.StateReceived(Member.of(received.from())));
            case Left left -> write(new TraceEvent.Departed(left.reason()));
        }
    }

    private synchronized void delivered(Message message) {
        String from =
                message.kind().isCast() ? message.from().name() : message.from().name() + ">" + self.name();
        String id = id(from, message.payload(), delivered);
        write(new TraceEvent.Delivered(id, Member.of(message.from()), message.kind()));
    }

    private TraceEvent viewed(View view) {
        List<Member> members = view.members().stream().map(Member::of).toList();
        Member here = members.stream()
                .filter(member -> member.name().equals(self.name()))
                .findFirst()
                .orElse(Member.of(self));
        return new TraceEvent.Viewed(
                view.id(),
                view.primary(),
                here,
                members,
                view.transitional().stream().map(Member::of).toList(),
                view.joined().stream().map(Member::of).toList(),
                view.left().stream().map(Member::of).toList(),
                view.properties().equals(configured) ? null : Promises.of(view.properties()));
    }

    private static String id(String from, byte[] payload, Map<String, Integer> counts) {
        long digest = FNV_BASIS;
        for (byte each : payload) {
            digest = (digest ^ (each & 0xFF)) * FNV_PRIME;
        }
        String id = from + "/" + Long.toHexString(digest);
        int before = counts.merge(id, 1, Integer::sum) - 1;
        return before == 0 ? id : id + "/" + before;
    }
}
