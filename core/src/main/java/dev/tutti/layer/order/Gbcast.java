package dev.tutti.layer.order;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Up;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Orders some casts against everything else: Isis' gbcast. Such a cast is kept by whoever it reaches, who asks for a new view; when the
 * present one ends and all else of it has been delivered, it is. Members that move on together have the same ones, and deliver them by the
 * rank of their senders. See docs/layers/gbcast.md.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Gbcast extends Layer
        implements Down.Cast, Down.Gbcast, Down.Consumed, Down.Retire, Up.Cast, Up.Settled {
    /** What this layer adds to a packet. */
    public static final int HEADER_BYTES = 1;

    private static final int PLAIN = 0;
    private static final int LAST = 1;

    /** By rank of the sender; each in the order of sending. */
    private Queue<Packet>[] kept;

    /** Headers that were taken off since the application last reported what it consumed of an origin: they are consumed with it. */
    private long[] headerBytes;

    private Counters.Counter malformed;

    /** A layer for one view. */
    public Gbcast() {}

    @Override
    public String name() {
        return "gbcast";
    }

    @Override
    public long heldBytes() {
        long bytes = 0;
        for (Queue<Packet> ofOne : kept) {
            bytes += bytes(ofOne);
        }
        return bytes;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of queues
    protected void start() {
        kept = new Queue[context().size()];
        for (int rank = 0; rank < kept.length; rank++) {
            kept[rank] = new ArrayDeque<>();
        }
        headerBytes = new long[kept.length];
        malformed = counter("malformed");
    }

    // ---- down ----

    @Override
    public void castDown(Packet packet) {
        packet.pushByte(PLAIN);
        castBelow(packet);
    }

    @Override
    public void gbcastDown(Packet packet) {
        packet.pushByte(LAST);
        castBelow(packet);
    }

    @Override
    public void consumedDown(int origin, long bytes) {
        long headers = headerBytes[origin];
        headerBytes[origin] = 0;
        consumedBelow(origin, bytes + headers);
    }

    // ---- up ----

    @Override
    public void castUp(int origin, Packet packet) {
        int kind = packet.length() == 0 ? -1 : packet.popByte();
        switch (kind) {
            case PLAIN -> {
                headerBytes[origin] += HEADER_BYTES;
                castAbove(origin, packet);
            }
            case LAST -> {
                headerBytes[origin] += HEADER_BYTES;
                kept[origin].add(packet);
                promptAbove();
            }
            default -> {
                malformed.increment();
                consumedBelow(origin, packet.length() + (kind < 0 ? 0 : HEADER_BYTES));
            }
        }
    }

    /** All else of this view has been delivered, and all who come along have the same casts. */
    @Override
    public void settledUp() {
        deliver();
        settledAbove();
    }

    private void deliver() {
        for (int origin = 0; origin < kept.length; origin++) {
            for (Packet packet = kept[origin].poll(); packet != null; packet = kept[origin].poll()) {
                gbcastAbove(origin, packet);
            }
        }
    }

    /** A member that goes on as another one, without the rest of the group, has ended this view too. */
    @Override
    public void retireDown() {
        deliver();
        retireBelow();
    }
}
