package dev.tutti.sim;

import dev.tutti.Blocked;
import dev.tutti.Event;
import dev.tutti.GroupProperties;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.StateHandler;
import dev.tutti.StateReceived;
import dev.tutti.View;
import dev.tutti.sim.trace.Content;
import dev.tutti.sim.trace.Member;
import dev.tutti.sim.trace.Promises;
import dev.tutti.sim.trace.TraceEvent;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What runs in each simulated member: an application whose state is the set of messages it was delivered. It notes everything that it
 * sees.
 */
final class Application implements StateHandler {
    private final String name;
    private final GroupProperties configured;
    private final OnMerge policy;
    private final int fillerBytes;
    private final Consumer<TraceEvent> notes;
    private final Set<String> content = new LinkedHashSet<>();
    private @Nullable View view;
    private @Nullable Member self;
    private boolean out;
    private boolean blocked;
    private long delivered;
    private long castsHere;

    Application(String name, GroupProperties configured, OnMerge policy, int fillerBytes, Consumer<TraceEvent> notes) {
        this.name = name;
        this.configured = configured;
        this.policy = policy;
        this.fillerBytes = fillerBytes;
        this.notes = notes;
    }

    /** The view it was shown last. */
    @Nullable View view() {
        return view;
    }

    /** Whether a change has begun since. */
    boolean blocked() {
        return blocked;
    }

    /** Whether the stream of events has ended. */
    boolean out() {
        return out;
    }

    /** How many messages it was delivered. */
    long delivered() {
        return delivered;
    }

    /** How many casts it was delivered in the present view. */
    long castsHere() {
        return castsHere;
    }

    /** The ids in its state. */
    Set<String> content() {
        return content;
    }

    void take(Event event) {
        switch (event) {
            case Message message -> {
                String id = Payload.id(message.payload());
                delivered++;
                if (message.kind().isCast()) {
                    content.add(id);
                    castsHere++;
                }
                notes.accept(new TraceEvent.Delivered(id, Member.of(message.from()), message.kind()));
            }
            case View next -> {
                view = next;
                blocked = false;
                castsHere = 0;
                notes.accept(viewed(next));
            }
            case Blocked() -> {
                blocked = true;
                notes.accept(new TraceEvent.Blocked());
            }
            case StateReceived received -> notes.accept(new TraceEvent.StateReceived(Member.of(received.from())));
            case Left left -> {
                out = true;
                notes.accept(new TraceEvent.Departed(left.reason()));
            }
        }
    }

    private TraceEvent viewed(View next) {
        List<Member> members = next.members().stream().map(Member::of).toList();
        // Without the member itself in the view, its former self stands there, for the checker to find.
        Member former = self;
        self = members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElse(former == null ? new Member(name, 0) : former);
        return new TraceEvent.Viewed(
                next.id(),
                next.primary(),
                self,
                members,
                next.transitional().stream().map(Member::of).toList(),
                next.joined().stream().map(Member::of).toList(),
                next.left().stream().map(Member::of).toList(),
                next.properties().equals(configured) ? null : Promises.of(next.properties()));
    }

    @Override
    public void save(OutputStream out) throws IOException {
        notes.accept(new TraceEvent.Saved(digest(content)));
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(fillerBytes);
        data.write(new byte[fillerBytes]);
        data.writeInt(content.size());
        for (String id : content) {
            data.writeUTF(id);
        }
        data.flush();
    }

    @Override
    public void load(InputStream in) throws IOException {
        Set<String> loaded = read(in);
        content.clear();
        content.addAll(loaded);
        notes.accept(new TraceEvent.Loaded(digest(loaded)));
    }

    @Override
    public void merge(InputStream in) throws IOException {
        Set<String> merged = read(in);
        content.addAll(merged);
        notes.accept(new TraceEvent.Merged(digest(merged)));
    }

    @Override
    public OnMerge onMerge() {
        return policy;
    }

    private static Set<String> read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        data.skipNBytes(data.readInt());
        int count = data.readInt();
        Set<String> ids = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            ids.add(data.readUTF());
        }
        return ids;
    }

    private static Content digest(Set<String> ids) {
        Content digest = Content.EMPTY;
        for (String id : ids) {
            digest = digest.plus(id);
        }
        return digest;
    }
}
