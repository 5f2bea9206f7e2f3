package dev.tutti.bench;

import dev.tutti.Address;
import dev.tutti.Blocked;
import dev.tutti.Endpoint;
import dev.tutti.Event;
import dev.tutti.Group;
import dev.tutti.GroupOptions;
import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.Node;
import dev.tutti.Options;
import dev.tutti.StateReceived;
import dev.tutti.View;
import dev.tutti.net.Tutti;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A member of a Tutti group. Member 0 founds it; the others find it there. */
final class TuttiPeer implements Peer {
    private final Options options;
    private final String group;
    private final GroupOptions groupOptions;
    private final Listener listener;
    private @Nullable Node node;
    private @Nullable Group joined;

    // Used by the thread that delivers.
    private final Map<Endpoint, Integer> indices = new HashMap<>();
    private @Nullable Endpoint lastSender;
    private int lastIndex;

    TuttiPeer(Brand.OfTutti brand, Seat seat, Tuning tuning, Listener listener) {
        options = options(brand, seat, tuning);
        group = seat.group();
        groupOptions = GroupOptions.DEFAULT.properties(brand.group());
        this.listener = listener;
    }

    private static Options options(Brand.OfTutti brand, Seat seat, Tuning tuning) {
        Options options = tuning.preset()
                .options()
                .name("m" + seat.index())
                .transport(brand.transport())
                .with(Options.PACKING, brand.packing())
                .bind(Seat.HOST + ":" + seat.port())
                .with(Options.MULTICAST_ADDRESS, new Address(Seat.MULTICAST_GROUP, seat.multicastPort()))
                .with(Options.EPOLL, tuning.epoll());
        return seat.index() == 0
                ? options.found()
                : options.seeds(Seat.HOST + ":" + seat.ports().getFirst());
    }

    @Override
    public void join() {
        Node opened = Tutti.start(options);
        node = opened;
        Group entered = opened.join(group, groupOptions);
        joined = entered;
        entered.listen(this::happened);
    }

    @Override
    public void cast(byte[] payload) {
        Group present = joined;
        if (present == null) {
            throw new IllegalStateException("cast before join");
        }
        present.cast(payload);
    }

    @Override
    public OptionalLong frames() {
        Group present = joined;
        return present == null
                ? OptionalLong.empty()
                : OptionalLong.of(present.counters().getOrDefault("node.frames", 0L));
    }

    @Override
    public void leave() {
        if (node != null) {
            node.close();
        }
    }

    private void happened(Event event) {
        switch (event) {
            case Message message -> {
                byte[] payload = message.payload();
                listener.delivered(indexOf(message.from()), payload, 0, payload.length);
            }
            case View view -> listener.view(indicesOf(view));
            case Left left -> listener.view(List.of());
            case Blocked blocked -> {}
            case StateReceived state -> {}
        }
    }

    private List<Integer> indicesOf(View view) {
        List<Integer> members = new ArrayList<>();
        indices.clear();
        for (Endpoint member : view.members()) {
            int index = Integer.parseInt(member.name().substring(1));
            indices.put(member, index);
            members.add(index);
        }
        lastSender = null;
        return members;
    }

    /** Messages of one sender come in runs, so most often it is the sender of the message before. */
    private int indexOf(Endpoint sender) {
        if (!sender.equals(lastSender)) {
            lastIndex = indices.getOrDefault(sender, -1);
            lastSender = sender;
        }
        return lastIndex;
    }
}
