package dev.tutti.runtime;

import dev.tutti.GroupOptions;
import dev.tutti.GroupProperties;
import dev.tutti.Options;
import dev.tutti.StateHandler;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Stack;
import dev.tutti.layer.failure.Slander;
import dev.tutti.layer.failure.Suspect;
import dev.tutti.layer.flow.Window;
import dev.tutti.layer.order.Causal;
import dev.tutti.layer.order.Follow;
import dev.tutti.layer.order.Gbcast;
import dev.tutti.layer.order.RoundRobin;
import dev.tutti.layer.order.Sequencer;
import dev.tutti.layer.order.Token;
import dev.tutti.layer.pack.Frag;
import dev.tutti.layer.pack.Pack;
import dev.tutti.layer.reliable.Mnak;
import dev.tutti.layer.reliable.Pt2pt;
import dev.tutti.layer.reliable.Stable;
import dev.tutti.layer.safe.Safe;
import dev.tutti.layer.sync.Sync;
import dev.tutti.layer.transfer.Xfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * From what a group asks for to the layers that give it. Each view gets fresh layers.
 *
 * @param options numbers
 * @param group what the group's members ask for
 * @param maxFrameBytes the largest frame that the transport likes
 */
record Recipe(Options options, GroupOptions group, int maxFrameBytes) {
    /** What the layers between Frag and the network, and the frame itself, may add to a packet. */
    private static final int HEADERS_BYTES = 48;

    /** What causal order may add; what is more goes ahead in packets of its own. */
    private static final int CAUSAL_BYTES = 16;

    /** What the layers below the orders, and the frame itself, add to a packet. */
    private static final int LOWER_HEADERS_BYTES = 36;

    private static final int ACKS_PER_WINDOW = 8;
    private static final int REORDERED_PACKETS = 4_096;

    /** Fresh layers from top to bottom for a view with these properties. */
    List<Layer> layers(GroupProperties properties) {
        long resendNanos = options.nanos(Options.RESEND);
        int windowBytes = options.get(Options.WINDOW_BYTES);
        List<Layer> layers = new ArrayList<>();
        layers.add(new Pack());
        layers.add(new Gbcast());
        layers.add(new Frag(maxFragmentBytes(), options.get(Options.MAX_PAYLOAD_BYTES) + maxFragmentBytes()));
        layers.add(new Window(windowBytes, resendNanos));
        order(properties, layers);
        layers.add(new Xfer());
        layers.add(new Slander(options.nanos(Options.HEARTBEAT)));
        layers.add(new Suspect(options.nanos(Options.HEARTBEAT), options.get(Options.MAX_MISSED)));
        if (properties.resilience() > 0) {
            layers.add(new Safe(properties.resilience(), resendNanos));
        }
        layers.add(new Stable(windowBytes / ACKS_PER_WINDOW, options.nanos(Options.STABILITY)));
        layers.add(new Sync());
        layers.add(new Pt2pt(resendNanos, resendNanos / 4, windowBytes / ACKS_PER_WINDOW, REORDERED_PACKETS));
        layers.add(new Mnak(resendNanos / 10, resendNanos));
        return layers;
    }

    private void order(GroupProperties properties, List<Layer> layers) {
        boolean total = properties.order().isTotal();
        if (total && properties.causalSends()) {
            layers.add(new Follow());
        }
        if (total) {
            layers.add(engine(properties));
        }
        if (properties.order().isCausal()) {
            layers.add(new Causal(
                    options.get(Options.COMPRESS_VECTORS),
                    properties.causalSends() && !total,
                    maxFrameBytes - LOWER_HEADERS_BYTES));
        }
    }

    private Layer engine(GroupProperties properties) {
        return switch (Objects.requireNonNullElse(properties.engine(), GroupProperties.Engine.SEQUENCER)) {
            case SEQUENCER -> new Sequencer(options.get(Options.BB_THRESHOLD_BYTES));
            case TOKEN -> new Token(false);
            case ROTATING_TOKEN -> new Token(true);
            case ROUND_ROBIN -> new RoundRobin();
        };
    }

    /** The largest pack that travels in one frame. */
    int maxPackBytes() {
        return maxFragmentBytes() - Gbcast.HEADER_BYTES;
    }

    private int maxFragmentBytes() {
        return maxFrameBytes - HEADERS_BYTES - CAUSAL_BYTES;
    }

    /** Names what must be the same at all members, whatever properties the group has at the moment; those with another one form no group. */
    String common() {
        return spec(GroupProperties.DEFAULT);
    }

    /** Names the stack of a view: its properties, the policy, and the layers. */
    String spec(GroupProperties properties) {
        StateHandler state = group.state();
        return properties
                + (group.primaryOnly() ? " primary-only" : "")
                + (state == null ? "" : " state-" + state.onMerge().name().toLowerCase(Locale.ROOT))
                + ":"
                + Stack.spec(layers(properties));
    }
}
