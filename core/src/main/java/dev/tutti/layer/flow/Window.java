package dev.tutti.layer.flow;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.MalformedException;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Timers;
import dev.tutti.kernel.Up;
import dev.tutti.kernel.WireWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Flow control by credit: of what this member has cast, and sent to one member, no more than a window may be unconsumed at any
 * receiving application. See docs/layers/window.md.
 *
 * <p>What does not fit waits here, and the layers above are told to hand down no more until it has gone. While casts wait, sends may go on:
 * one that does not fit either takes turns with them.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Window extends Layer
        implements Down.Cast, Down.Unordered, Down.Send, Down.Block, Down.Consumed, Down.Carry, Down.Retire, Up.Local {
    private static final int ASK = 0;
    private static final int CREDIT = 1;

    /** Credit is reported in parts of this fraction of the window. */
    private static final int REPORTS_PER_WINDOW = 4;

    /** More than this no application can have left to consume. */
    private static final long MAX_CARRIED_BYTES = 1L << 48;

    private final long windowBytes;
    private final long askNanos;

    // As a sender.
    private long castBytes;
    private long[] sentBytes;
    /** Below zero by what is left over from earlier views. */
    private long[] creditBytes;

    /** Members that have said in this view how much they have consumed; until then the worst is assumed. */
    private final BitSet told = new BitSet();

    /** Whether the worst was assumed of anybody, and nobody was asked yet. */
    private boolean guessed;

    /**
     * The largest {@code sentBytes - creditBytes} of all members, so that {@code castBytes} plus this is the most that is
     * outstanding anywhere; too large, never too small, while {@link #stale}.
     */
    private long mostLeadBytes;

    private boolean stale;
    private final Queue<Cast> waitingCasts = new ArrayDeque<>();

    /** By rank of the receiver. */
    private final List<Queue<Packet>> waitingSends = new ArrayList<>();

    private int waitingSendCount;
    /** Whether the layers above were told to hand down no casts, and no sends. */
    private boolean closed;

    private boolean sendsClosed;
    /** Whether, of casts and sends that wait, it is for a send to go next. */
    private boolean sendsTurn;

    private boolean draining;
    private boolean again;
    private boolean blocked;
    private boolean retired;
    private Timers.@Nullable Timer asking;

    /** A cast that waits. */
    private record Cast(Packet packet, boolean unordered) {}

    // As a receiver.
    /** Begins below zero by what the application has left of earlier views. */
    private long[] consumedBytes;

    private long[] reportedBytes;
    private Counters.Counter closings;
    private Counters.Counter asked;

    /**
     * A layer for one view.
     *
     * @param windowBytes how much of this member may be unconsumed at a receiver
     * @param askNanos how long to wait for credit before asking for it, and before asking again
     */
    public Window(long windowBytes, long askNanos) {
        if (windowBytes < 1 || askNanos < 1) {
            throw new IllegalArgumentException("window and delay must be positive");
        }
        this.windowBytes = windowBytes;
        this.askNanos = askNanos;
    }

    @Override
    public String name() {
        return "window";
    }

    @Override
    public long heldBytes() {
        long bytes = 0;
        for (Cast cast : waitingCasts) {
            bytes += cast.packet().length();
        }
        for (Queue<Packet> waiting : waitingSends) {
            bytes += bytes(waiting);
        }
        return bytes;
    }

    @Override
    protected void start() {
        int size = context().size();
        sentBytes = new long[size];
        creditBytes = new long[size];
        consumedBytes = new long[size];
        reportedBytes = new long[size];
        for (int rank = 0; rank < size; rank++) {
            waitingSends.add(new ArrayDeque<>(1));
        }
        closings = counter("closed");
        asked = counter("asked");
    }

    @Override
    public void castDown(Packet packet) {
        if (mayPass(packet)) {
            castBelow(packet);
        } else {
            waitingCasts.add(new Cast(packet, false));
            close(false);
        }
    }

    @Override
    public void unorderedDown(Packet packet) {
        if (mayPass(packet)) {
            unorderedBelow(packet);
        } else {
            waitingCasts.add(new Cast(packet, true));
            close(false);
        }
    }

    /** Counts a cast of whichever kind, if it need not wait. */
    private boolean mayPass(Packet cast) {
        if (!blocked && (!waitingCasts.isEmpty() || !castFits(cast.length()))) {
            return false;
        }
        castBytes += cast.length();
        return true;
    }

    @Override
    public void sendDown(int to, Packet packet) {
        if (!blocked && (!waitingSends.get(to).isEmpty() || !sendFits(to, packet.length()))) {
            waitingSends.get(to).add(packet);
            waitingSendCount++;
            close(true);
            return;
        }
        transmit(to, packet);
    }

    private void transmit(int to, Packet packet) {
        sentBytes[to] += packet.length();
        mostLeadBytes = Math.max(mostLeadBytes, sentBytes[to] - creditBytes[to]);
        sendBelow(to, packet);
    }

    /** A packet larger than the window goes when nothing is outstanding. */
    private boolean castFits(int bytes) {
        if (castBytes + mostLeadBytes + bytes > windowBytes && stale) {
            refresh();
        }
        long outstanding = castBytes + mostLeadBytes;
        boolean fits = outstanding + bytes <= windowBytes || outstanding == 0;
        return fits && (waitingSendCount == 0 || !sendsTurn || leavesRoomForSends(bytes));
    }

    private boolean leavesRoomForSends(int bytes) {
        for (int rank = 0; rank < waitingSends.size(); rank++) {
            Packet send = waitingSends.get(rank).peek();
            if (send != null && outstanding(rank) + bytes + Math.min(send.length(), windowBytes) > windowBytes) {
                return false;
            }
        }
        return true;
    }

    /** Room for the cast that waits is left free, unless it has just been its turn: or sends could hold it up for ever. */
    private boolean sendFits(int to, int bytes) {
        boolean turn = sendsTurn && waitingSendCount > 0;
        Cast cast = turn ? null : waitingCasts.peek();
        long reserved = cast == null ? 0 : Math.min(cast.packet().length(), windowBytes);
        long outstanding = outstanding(to);
        return outstanding + reserved + bytes <= windowBytes || (outstanding == 0 && reserved == 0);
    }

    private long outstanding(int rank) {
        return castBytes + sentBytes[rank] - creditBytes[rank];
    }

    private void refresh() {
        long most = Long.MIN_VALUE;
        for (int rank = 0; rank < sentBytes.length; rank++) {
            most = Math.max(most, sentBytes[rank] - creditBytes[rank]);
        }
        mostLeadBytes = most;
        stale = false;
    }

    private void close(boolean sendsToo) {
        boolean first = !closed;
        boolean more = sendsToo && !sendsClosed;
        closed = true;
        sendsClosed |= sendsToo;
        if (first) {
            closings.increment();
            if (guessed) {
                // What was assumed when the view began may be much too much.
                guessed = false;
                ask();
            } else if (asking == null && !retired) {
                asking = after(askNanos, this::ask);
            }
        }
        if (first || more) {
            roomAbove(false, !sendsClosed);
        }
    }

    /** Whether some member holds more than a window, so that nothing should be handed down. */
    private boolean overfull() {
        if (castBytes + mostLeadBytes > windowBytes && stale) {
            refresh();
        }
        return castBytes + mostLeadBytes > windowBytes;
    }

    /** Hands down what fits by now; opens when nothing is left. Credit that comes while it runs makes it look again. */
    private void drain() {
        again = true;
        if (draining) {
            return;
        }
        draining = true;
        while (again) {
            again = false;
            drainCasts();
            for (int to = 0; waitingSendCount > 0 && to < waitingSends.size(); to++) {
                drainSends(to, waitingSends.get(to));
            }
        }
        draining = false;
        open();
    }

    private void open() {
        if (!closed || waitingSendCount > 0 || (!blocked && overfull())) {
            return;
        }
        boolean casts = waitingCasts.isEmpty();
        if (casts || sendsClosed) {
            closed = !casts;
            sendsClosed = false;
            roomAbove(casts, true);
        }
    }

    private void drainCasts() {
        for (Cast cast = waitingCasts.peek(); cast != null; cast = waitingCasts.peek()) {
            Packet packet = cast.packet();
            if (!blocked && !castFits(packet.length())) {
                return;
            }
            waitingCasts.remove();
            sendsTurn = true;
            castBytes += packet.length();
            if (cast.unordered()) {
                unorderedBelow(packet);
            } else {
                castBelow(packet);
            }
        }
    }

    private void drainSends(int to, Queue<Packet> waiting) {
        for (Packet send = waiting.peek(); send != null; send = waiting.peek()) {
            if (!blocked && !sendFits(to, send.length())) {
                return;
            }
            waiting.remove();
            waitingSendCount--;
            // Now it is for the casts.
            again |= sendsTurn && !waitingCasts.isEmpty();
            sendsTurn = false;
            transmit(to, send);
        }
    }

    /** The last report of credit may have been lost, or been too small to be made: whoever holds this member up is asked. */
    private void ask() {
        asking = null;
        if (!closed || retired) {
            return;
        }
        Cast cast = waitingCasts.peek();
        for (int rank = 0; rank < sentBytes.length; rank++) {
            long outstanding = outstanding(rank);
            boolean holdsUp = !waitingSends.get(rank).isEmpty()
                    || outstanding > windowBytes
                    || (cast != null
                            && outstanding > 0
                            && outstanding + cast.packet().length() > windowBytes);
            if (holdsUp && rank != context().rank()) {
                asked.increment();
                tell(rank, new WireWriter().putByte(ASK).toPacket());
            }
        }
        asking = after(askNanos, this::ask);
    }

    @Override
    public void localUp(int origin, Packet packet) {
        switch (packet.popByte()) {
            case ASK -> {
                end(packet);
                report(origin);
            }
            case CREDIT -> {
                long total = packet.popLong();
                end(packet);
                if (total < -MAX_CARRIED_BYTES || total > castBytes + sentBytes[origin]) {
                    throw new MalformedException("credit for what was never sent");
                }
                credit(origin, total);
            }
            default -> throw new MalformedException("neither question nor credit");
        }
    }

    private static void end(Packet packet) {
        if (packet.length() != 0) {
            throw new MalformedException("bytes left over");
        }
    }

    private void credit(int rank, long totalBytes) {
        if (totalBytes > creditBytes[rank]) {
            creditBytes[rank] = totalBytes;
            stale = true;
        } else if (totalBytes < creditBytes[rank] && !told.get(rank)) {
            // It holds more than was known here: of an earlier incarnation of this member, perhaps.
            creditBytes[rank] = totalBytes;
            refresh();
        }
        told.set(rank);
        if (closed) {
            drain();
        }
    }

    /** Ends here. What is overfull from the beginning is closed at once, or each view change would let one more message through. */
    @Override
    public void carryDown(long[] unconsumed, long[] outstanding) {
        int me = context().rank();
        for (int rank = 0; rank < unconsumed.length; rank++) {
            consumedBytes[rank] = -unconsumed[rank];
            reportedBytes[rank] = -unconsumed[rank];
            creditBytes[rank] = rank == me ? -unconsumed[rank] : -outstanding[rank];
            guessed |= rank != me && outstanding[rank] > 0;
            if (rank != me && unconsumed[rank] > windowBytes / REPORTS_PER_WINDOW) {
                // A process that has started again where another one was cannot know of it.
                report(rank);
            }
        }
        refresh();
        if (overfull()) {
            close(true);
        }
    }

    /** Ends here: the bytes are those that this layer counted. */
    @Override
    public void consumedDown(int origin, long bytes) {
        consumedBytes[origin] += bytes;
        if (origin == context().rank()) {
            credit(origin, consumedBytes[origin]);
        } else if (consumedBytes[origin] - reportedBytes[origin] >= Math.max(1, windowBytes / REPORTS_PER_WINDOW)) {
            report(origin);
        }
    }

    private void report(int origin) {
        reportedBytes[origin] = consumedBytes[origin];
        tell(
                origin,
                new WireWriter().putByte(CREDIT).putLong(consumedBytes[origin]).toPacket());
    }

    /** A view change must never wait for credit. */
    @Override
    public void blockDown() {
        blocked = true;
        if (closed) {
            drain();
        }
        blockBelow();
    }

    @Override
    public void retireDown() {
        retired = true;
        if (asking != null) {
            asking.cancel();
            asking = null;
        }
        long[] outstanding = new long[sentBytes.length];
        Arrays.setAll(outstanding, rank -> Math.max(0, outstanding(rank)));
        outstandingAbove(outstanding);
        retireBelow();
    }
}
