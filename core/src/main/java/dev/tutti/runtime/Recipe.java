package dev.tutti.runtime;

import dev.tutti.GroupOptions;
import dev.tutti.Options;
import dev.tutti.StateHandler;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Stack;
import dev.tutti.layer.failure.Slander;
import dev.tutti.layer.failure.Suspect;
import dev.tutti.layer.flow.Window;
import dev.tutti.layer.order.Causal;
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
 * @param group properties
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

    /** Fresh layers from top to bottom. */
    List<Layer> layers() {
        long resendNanos = options.nanos(Options.RESEND);
        int windowBytes = options.get(Options.WINDOW_BYTES);
        List<Layer> layers = new ArrayList<>();
        layers.add(new Pack());
        layers.add(new Gbcast());
        layers.add(new Frag(maxFragmentBytes(), options.get(Options.MAX_PAYLOAD_BYTES) + maxFragmentBytes()));
        layers.add(new Window(windowBytes, resendNanos));
        order(layers);
        layers.add(new Xfer());
        layers.add(new Slander(options.nanos(Options.HEARTBEAT)));
        layers.add(new Suspect(options.nanos(Options.HEARTBEAT), options.get(Options.MAX_MISSED)));
        if (group.resilience() > 0) {
            layers.add(new Safe(group.resilience(), resendNanos));
        }
        layers.add(new Stable(windowBytes / ACKS_PER_WINDOW, options.nanos(Options.STABILITY)));
        layers.add(new Sync());
        layers.add(new Pt2pt(resendNanos, resendNanos / 4, windowBytes / ACKS_PER_WINDOW, REORDERED_PACKETS));
        layers.add(new Mnak(resendNanos / 10, resendNanos));
        return layers;
    }

    private void order(List<Layer> layers) {
        if (group.order().isTotal()) {
            layers.add(engine());
        }
        if (group.order().isCausal()) {
            layers.add(new Causal(
                    options.get(Options.COMPRESS_VECTORS), group.causalSends(), maxFrameBytes - LOWER_HEADERS_BYTES));
        }
    }

    private Layer engine() {
        return switch (Objects.requireNonNullElse(group.engine(), GroupOptions.Engine.SEQUENCER)) {
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
        return maxFrameBytes - HEADERS_BYTES - (group.order().isCausal() ? CAUSAL_BYTES : 0);
    }

    /** Names the stack and what else must be the same at all members; those with another one do not form a group. */
    String spec() {
        StateHandler state = group.state();
        return group.order().name().toLowerCase(Locale.ROOT)
                + (group.causalSends() ? "+sends" : "")
                + (group.resilience() > 0 ? "+resilience-" + group.resilience() : "")
                + (group.primaryOnly() ? "+primary" : "")
                + (state == null ? "" : "+state-" + state.onMerge().name().toLowerCase(Locale.ROOT))
                + ":"
                + Stack.spec(layers());
    }
}
