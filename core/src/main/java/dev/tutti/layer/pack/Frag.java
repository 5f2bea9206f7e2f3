package dev.tutti.layer.pack;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Up;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts packets that are too large for a frame into fragments and puts them together again. See docs/layers/frag.md.
 *
 * <p>It also keeps the account between what the application consumes (packets as they leave this layer) and what flow control below
 * counts (fragments with their headers). Fragments that wait here for the rest of their message are given back as credit early, since
 * nobody can consume them before the rest has come, and the rest may need that credit.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Frag extends Layer implements Down.Cast, Down.Send, Down.Consumed, Up.Cast, Up.Send {
    private static final int HEADER_BYTES = 1;
    private static final int WHOLE = 0;
    private static final int MORE = 1;
    private static final int LAST = 2;

    /** Receiver that stands for a cast. */
    private static final int ALL = -1;

    private final int maxFragmentBytes;
    private final int maxMessageBytes;

    private Receiving[] casts;
    private Receiving[] sends;

    /**
     * For each origin: what the application will still report as consumed, less what is still owed to the layers below for it. Below
     * zero by the headers of delivered packets, above zero by fragments that were given back early.
     */
    private long[] advance;

    private Counters.Counter malformed;
    private Counters.Counter oversized;

    /** One message of one origin on one path, in the making. */
    private static final class Receiving {
        private List<Packet> fragments = new ArrayList<>();
        private int bodyBytes;

        /** Length of its fragments, with their headers, that was not yet given back. */
        private long heldBytes;

        private boolean tooLarge;
    }

    /**
     * A layer for one view.
     *
     * @param maxFragmentBytes the largest body that travels in one piece; what the layers below and the frame add must fit beside it
     * @param maxMessageBytes the largest packet to send or to put together
     */
    public Frag(int maxFragmentBytes, int maxMessageBytes) {
        if (maxFragmentBytes < 1 || maxMessageBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
        this.maxFragmentBytes = maxFragmentBytes;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public String name() {
        return "frag";
    }

    @Override
    public long heldBytes() {
        long bytes = 0;
        for (int origin = 0; origin < casts.length; origin++) {
            bytes += bytes(casts[origin]) + bytes(sends[origin]);
        }
        return bytes;
    }

    private static long bytes(@Nullable Receiving receiving) {
        return receiving == null || receiving.tooLarge ? 0 : receiving.bodyBytes;
    }

    @Override
    protected void start() {
        int size = context().size();
        casts = new Receiving[size];
        sends = new Receiving[size];
        advance = new long[size];
        malformed = counter("malformed");
        oversized = counter("oversized");
    }

    @Override
    public void castDown(Packet packet) {
        if (packet.length() <= maxFragmentBytes) {
            packet.pushByte(WHOLE);
            castBelow(packet);
        } else {
            cut(ALL, packet);
        }
    }

    @Override
    public void sendDown(int to, Packet packet) {
        if (packet.length() <= maxFragmentBytes) {
            packet.pushByte(WHOLE);
            sendBelow(to, packet);
        } else {
            cut(to, packet);
        }
    }

    /** Each fragment is a copy: in front of a slice's start lie the bytes of the fragment before it. */
    private void cut(int to, Packet packet) {
        int length = packet.length();
        if (length > maxMessageBytes) {
            throw new IllegalArgumentException("packet of " + length + " bytes above the limit of " + maxMessageBytes);
        }
        for (int offset = 0; offset < length; offset += maxFragmentBytes) {
            int size = Math.min(maxFragmentBytes, length - offset);
            boolean last = offset + size == length;
            Packet fragment = Packet.empty(size);
            fragment.append(packet.array(), packet.start() + offset, size);
            fragment.pushByte(last ? LAST : MORE);
            if (last) {
                fragment.tag(packet.tag());
            }
            if (to == ALL) {
                castBelow(fragment);
            } else {
                sendBelow(to, fragment);
            }
        }
    }

    @Override
    public void castUp(int origin, Packet packet) {
        Packet whole = take(casts, origin, packet);
        if (whole != null) {
            castAbove(origin, whole);
        }
    }

    @Override
    public void sendUp(int origin, Packet packet) {
        Packet whole = take(sends, origin, packet);
        if (whole != null) {
            sendAbove(origin, whole);
        }
    }

    /** The packet to deliver now, if this fragment completes one. Nonsense is no exception: below stands a loop of deliveries. */
    private @Nullable Packet take(@Nullable Receiving[] path, int origin, Packet packet) {
        int kind = packet.length() == 0 ? -1 : packet.popByte();
        Receiving receiving = path[origin];
        if (kind == WHOLE && receiving == null) {
            advance[origin] -= HEADER_BYTES;
            return packet;
        }
        return switch (kind) {
            case WHOLE -> {
                // Below is FIFO, so the rest of the message in the making will never come.
                abandon(path, origin, receiving);
                advance[origin] -= HEADER_BYTES;
                yield packet;
            }
            case MORE -> {
                if (packet.length() == 0) {
                    malformed.increment();
                    consumedBelow(origin, HEADER_BYTES);
                    yield null;
                }
                if (receiving == null) {
                    receiving = new Receiving();
                    path[origin] = receiving;
                }
                keep(origin, receiving, packet, false);
                yield null;
            }
            case LAST -> {
                path[origin] = null;
                if (receiving == null) {
                    malformed.increment();
                    consumedBelow(origin, packet.length() + HEADER_BYTES);
                    yield null;
                }
                keep(origin, receiving, packet, true);
                if (receiving.tooLarge) {
                    yield null;
                }
                yield join(origin, receiving);
            }
            default -> {
                malformed.increment();
                consumedBelow(origin, packet.length() + (kind < 0 ? 0 : HEADER_BYTES));
                yield null;
            }
        };
    }

    private void keep(int origin, Receiving receiving, Packet fragment, boolean last) {
        receiving.heldBytes += fragment.length() + HEADER_BYTES;
        if (!receiving.tooLarge && fragment.length() > maxMessageBytes - receiving.bodyBytes) {
            receiving.tooLarge = true;
            receiving.fragments = List.of();
            oversized.increment();
        }
        if (receiving.tooLarge) {
            consumedBelow(origin, giveBack(receiving));
            return;
        }
        receiving.fragments.add(fragment);
        receiving.bodyBytes += fragment.length();
        if (!last && advance[origin] <= 0) {
            consumedBelow(origin, giveBack(receiving));
        }
    }

    private Packet join(int origin, Receiving receiving) {
        Packet whole = Packet.empty(receiving.bodyBytes);
        for (Packet fragment : receiving.fragments) {
            whole.append(fragment.array(), fragment.start(), fragment.length());
            // The last one carries it; there is one only in this member's own casts.
            whole.tag(fragment.tag());
        }
        // The application will report the body; owed below is what was held.
        advance[origin] += receiving.bodyBytes - receiving.heldBytes;
        return whole;
    }

    private void abandon(@Nullable Receiving[] path, int origin, @Nullable Receiving receiving) {
        path[origin] = null;
        malformed.increment();
        if (receiving != null && receiving.heldBytes > 0) {
            consumedBelow(origin, giveBack(receiving));
        }
    }

    @Override
    public void consumedDown(int origin, long bytes) {
        long report = bytes - advance[origin];
        if (report < 0) {
            advance[origin] = -report;
            return;
        }
        advance[origin] = 0;
        // What was lent is paid back: the message in the making may have its turn.
        report += giveBack(casts[origin]) + giveBack(sends[origin]);
        if (report > 0) {
            consumedBelow(origin, report);
        }
    }

    private static long giveBack(@Nullable Receiving receiving) {
        if (receiving == null) {
            return 0;
        }
        long bytes = receiving.heldBytes;
        receiving.heldBytes = 0;
        return bytes;
    }
}
