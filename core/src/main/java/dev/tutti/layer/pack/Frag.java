package dev.tutti.layer.pack;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Up;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cuts packets that are too large for a frame into fragments and puts them together again. See docs/layers/frag.md.
 *
 * <p>It also keeps the account between what the application consumes (packets as they leave this layer) and what flow control below
 * counts (fragments with their headers). Fragments that wait here for the rest of their message are given back as credit early, since
 * nobody can consume them before the rest has come, and the rest may need that credit.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Frag extends Layer
        implements Down.Cast, Down.Unordered, Down.Send, Down.Consumed, Up.Cast, Up.Unordered, Up.Send {
    private static final int HEADER_BYTES = 1;
    private static final int WHOLE = 0;
    private static final int MORE = 1;
    private static final int LAST = 2;
    private static final int PIECE = 3;

    /** Unordered casts of one sender that can be in the making at once; fewer can have begun before the first is complete. */
    private static final int MAX_UNORDERED = 2 * Cut.MAX_EARLY;

    /** Receiver that stands for a cast. */
    private static final int ALL = -1;

    private final int maxFragmentBytes;
    private final int maxMessageBytes;

    private Receiving[] casts;
    private Receiving[] sends;

    /** By origin, then by the number that the origin gave it. */
    private final List<Map<Integer, Scattered>> unordered = new ArrayList<>();

    /**
     * By origin: of its unordered casts in the making the one whose pieces are given back early. Several may lack a piece at the same time, and
     * the last one begun alone can be waiting for credit.
     */
    private @Nullable Scattered[] borrowers;

    /** Large unordered casts that this member has made. */
    private int unorderedMade;

    /**
     * For each origin: what the application will still report as consumed, less what is still owed to the layers below for it. Below
     * zero by the headers of delivered packets, above zero by fragments that were given back early.
     */
    private long[] advance;

    private Counters.Counter malformed;
    private Counters.Counter oversized;

    /** One message of one origin on one path, in the making. */
    private static class Receiving {
        List<Packet> fragments = new ArrayList<>();
        private int bodyBytes;

        /** Length of its fragments, with their headers, that was not yet given back. */
        private long heldBytes;

        boolean tooLarge;
    }

    /** One unordered cast in the making: its pieces come in any order. */
    private static final class Scattered extends Receiving {
        private final NavigableMap<Integer, Packet> pieces = new TreeMap<>();
        private final int count;
        private int come;

        Scattered(int count) {
            this.count = count;
        }
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
            for (Scattered scattered : unordered.get(origin).values()) {
                bytes += bytes(scattered);
            }
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
        borrowers = new Scattered[size];
        for (int origin = 0; origin < size; origin++) {
            unordered.add(new HashMap<>(0));
        }
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
    public void unorderedDown(Packet packet) {
        if (packet.length() <= maxFragmentBytes) {
            packet.pushByte(WHOLE);
            unorderedBelow(packet);
            return;
        }
        check(packet);
        int count = Math.ceilDiv(packet.length(), maxFragmentBytes);
        int number = unorderedMade++ & Integer.MAX_VALUE;
        for (int index = 0; index < count; index++) {
            Packet piece = piece(packet, index * maxFragmentBytes);
            piece.tag(index == count - 1 ? packet.tag() : 0);
            piece.pushVarint(count);
            piece.pushVarint(index);
            piece.pushVarint(number);
            piece.pushByte(PIECE);
            unorderedBelow(piece);
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

    private void check(Packet packet) {
        if (packet.length() > maxMessageBytes) {
            throw new IllegalArgumentException(
                    "packet of " + packet.length() + " bytes above the limit of " + maxMessageBytes);
        }
    }

    /** A copy: in front of a slice's start lie the bytes of the fragment before it. */
    private Packet piece(Packet packet, int offset) {
        int size = Math.min(maxFragmentBytes, packet.length() - offset);
        Packet piece = Packet.empty(size);
        piece.append(packet.array(), packet.start() + offset, size);
        return piece;
    }

    private void cut(int to, Packet packet) {
        check(packet);
        int length = packet.length();
        for (int offset = 0; offset < length; offset += maxFragmentBytes) {
            Packet fragment = piece(packet, offset);
            boolean last = offset + fragment.length() == length;
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

    @Override
    public void unorderedUp(int origin, Packet packet) {
        int lengthBytes = packet.length();
        int kind = lengthBytes == 0 ? -1 : packet.popByte();
        if (kind == WHOLE) {
            advance[origin] -= HEADER_BYTES;
            unorderedAbove(origin, packet);
            return;
        }
        Packet whole = null;
        try {
            whole = kind == PIECE ? gather(origin, packet, lengthBytes) : refuse(origin, lengthBytes);
        } catch (MalformedException nonsense) {
            // Below stands a loop of deliveries.
            refuse(origin, lengthBytes);
        }
        if (whole != null) {
            unorderedAbove(origin, whole);
        }
    }

    private @Nullable Packet refuse(int origin, int lengthBytes) {
        malformed.increment();
        if (lengthBytes > 0) {
            consumedBelow(origin, lengthBytes);
        }
        return null;
    }

    /** Takes a piece of an unordered cast; answers with the whole if it was the last. */
    private @Nullable Packet gather(int origin, Packet piece, int lengthBytes) {
        int number = piece.popVarint();
        int index = piece.popVarint();
        int count = piece.popVarint();
        Map<Integer, Scattered> making = unordered.get(origin);
        Scattered known = making.get(number);
        Scattered scattered = known == null ? new Scattered(count) : known;
        // An empty one would cost memory, and count for nothing against the limits.
        boolean fits =
                piece.length() > 0 && index < count && count == scattered.count && !scattered.pieces.containsKey(index);
        if (!fits || (known == null && making.size() >= MAX_UNORDERED)) {
            return refuse(origin, lengthBytes);
        }
        making.put(number, scattered);
        scattered.come++;
        boolean complete = scattered.come == scattered.count;
        if (complete) {
            making.remove(number);
        }
        if (!scattered.tooLarge) {
            scattered.pieces.put(index, piece);
        }
        keep(origin, scattered, piece, lengthBytes, complete);
        if (complete || scattered.tooLarge) {
            repay(origin, scattered);
        }
        if (scattered.tooLarge) {
            scattered.pieces.clear();
            passOn(origin);
            return null;
        }
        if (!complete) {
            return null;
        }
        scattered.fragments = new ArrayList<>(scattered.pieces.values());
        return join(origin, scattered);
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
                keep(origin, receiving, packet, packet.length() + HEADER_BYTES, false);
                yield null;
            }
            case LAST -> {
                path[origin] = null;
                if (receiving == null) {
                    malformed.increment();
                    consumedBelow(origin, packet.length() + HEADER_BYTES);
                    yield null;
                }
                keep(origin, receiving, packet, packet.length() + HEADER_BYTES, true);
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

    private void keep(int origin, Receiving receiving, Packet fragment, int lengthBytes, boolean last) {
        receiving.heldBytes += lengthBytes;
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
        if (!last && advance[origin] <= 0 && borrows(origin, receiving)) {
            consumedBelow(origin, giveBack(receiving));
        }
    }

    /** Whether it has the turn to be given back early; takes it if nobody has. Casts and sends that are in order need none. */
    private boolean borrows(int origin, Receiving receiving) {
        if (!(receiving instanceof Scattered scattered)) {
            return true;
        }
        if (borrowers[origin] == null) {
            borrowers[origin] = scattered;
        }
        return borrowers[origin] == scattered;
    }

    /** From here on what it has borrowed counts in {@link #advance}, or was dropped. */
    private void repay(int origin, Scattered scattered) {
        if (borrowers[origin] == scattered) {
            borrowers[origin] = null;
        }
    }

    /** Nobody will consume what was too large: who had to wait behind it has the turn now. */
    private void passOn(int origin) {
        long bytes = advance[origin] <= 0 ? giveBack(borrower(origin)) : 0;
        if (bytes > 0) {
            consumedBelow(origin, bytes);
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
        report += giveBack(casts[origin]) + giveBack(sends[origin]) + giveBack(borrower(origin));
        if (report > 0) {
            consumedBelow(origin, report);
        }
    }

    /** The one that has the turn; if none has, the last one begun takes it. */
    private @Nullable Receiving borrower(int origin) {
        Map<Integer, Scattered> making = unordered.get(origin);
        if (borrowers[origin] == null && !making.isEmpty()) {
            borrowers[origin] = making.get(Collections.max(making.keySet()));
        }
        return borrowers[origin];
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
