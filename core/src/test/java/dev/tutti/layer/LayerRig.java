package dev.tutti.layer;

import dev.tutti.kernel.Context;
import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Cut;
import dev.tutti.kernel.Frame;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Stack;
import dev.tutti.kernel.Timers;
import dev.tutti.kernel.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One member's stack around the layers under test: probes above and below them, a user that writes down what comes out at the top, a
 * wire that keeps what goes out at the bottom. {@link RigNet} links several.
 *
 * <p>What comes out at the top is written as lines: {@code cast 1 hello}, {@code send 2 hello}, {@code cut held [1, 0] sent [0, 2]},
 * {@code settled}, {@code prompt}, {@code gbcast 1 hello}, {@code stable 17}, {@code suspect {2}}, {@code room false}, {@code room for sends}, {@code present 1}. Bodies are written as text.
 */
public final class LayerRig {
    /** Receiver of a frame that goes to everybody else. */
    public static final int ALL = -1;

    private static final long CONNECTION = 0x7E57;

    /** Columns above the first layer under test: the ceiling, the user, the probe. */
    private static final int FIRST_LAYER = 3;

    private final Probe.Above above = new Probe.Above();
    private final Probe.Below below;
    private final VirtualTime time;
    private final int rank;
    private final Counters counters = new Counters();
    private final Stack stack;
    private final User user = new User();
    private final List<Sent> sent = new ArrayList<>();
    private final Queue<Runnable> lateTimers = new ArrayDeque<>();
    private final Queue<Runnable> lateFrames = new ArrayDeque<>();
    private final Outlet outlet;
    private boolean paused;

    /** A frame on its way out, or a copy of it. */
    public record Sent(int to, byte[] frame) {
        /** The kind that stands in its header. */
        public int kind() {
            return Frame.kind(Packet.wrap(frame, 0, frame.length));
        }

        /** What stands behind the frame's header, and in a layer's own message behind the number of the layer. */
        public byte[] body() {
            return Arrays.copyOfRange(frame, Frame.HEADER_BYTES + (kind() == Frame.LOCAL ? 1 : 0), frame.length);
        }
    }

    /** Where frames go. */
    @FunctionalInterface
    public interface Outlet {
        /** Takes a frame; its bytes are a copy. */
        void frame(Sent frame);
    }

    /** A member whose frames only stand in {@link #sent}. */
    public static LayerRig alone(int rank, int size, Layer... layers) {
        return new LayerRig(new VirtualTime(), rank, size, 1, new Probe.Below(), frame -> {}, List.of(layers));
    }

    /** A member whose frames only stand in {@link #sent}, and whose own casts come back from below the layers under test. */
    public static LayerRig echoing(int rank, int size, Layer... layers) {
        return new LayerRig(new VirtualTime(), rank, size, 1, new Probe.Below().echo(), frame -> {}, List.of(layers));
    }

    LayerRig(
            VirtualTime time,
            int rank,
            int size,
            long seed,
            Probe.Below below,
            Outlet outlet,
            List<? extends Layer> layers) {
        this.time = time;
        this.rank = rank;
        this.below = below;
        this.outlet = outlet;
        List<Layer> column = new ArrayList<>();
        column.add(above);
        column.addAll(layers);
        column.add(below);
        Timers timers = this::timer;
        Context context = new Context(rank, size, CONNECTION, new Outgoing(), time, timers, new Random(seed), counters);
        this.stack = Stack.compose(column, context, user);
    }

    private Timers.Timer timer(long delayNanos, Runnable action) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Runnable unlessCancelled = () -> {
            if (!cancelled.get()) {
                action.run();
            }
        };
        Timers.Timer planned = time.after(delayNanos, () -> unlessPaused(lateTimers, unlessCancelled));
        return () -> {
            cancelled.set(true);
            planned.cancel();
        };
    }

    /** The whole stack: block, agree, confirm, consumed, failed, retire, gone, close. */
    public Stack stack() {
        return stack;
    }

    /** The member's own rank. */
    public int rank() {
        return rank;
    }

    /** The probe above the layers under test. */
    public Probe.Above above() {
        return above;
    }

    /** The probe below the layers under test. */
    public Probe.Below below() {
        return below;
    }

    /** Hands down a cast. */
    public void cast(String body) {
        cast(Packet.of(bytes(body)));
    }

    /** Hands down a cast. */
    public void cast(Packet packet) {
        stack.cast(packet);
    }

    /** Hands down a cast that ends the view. */
    public void gbcast(String body) {
        stack.gbcast(Packet.of(bytes(body)));
    }

    /** Hands down an unordered cast. */
    public void unordered(String body) {
        stack.unordered(Packet.of(bytes(body)));
    }

    /** Hands down a send. */
    public void send(int to, String body) {
        stack.send(to, Packet.of(bytes(body)));
    }

    /** Reports what the application has consumed. */
    public void consume(int origin, long bytes) {
        stack.consumed(origin, bytes);
    }

    /** Lets time pass, here and wherever the same time is used. */
    public void advance(long nanos) {
        time.advance(nanos);
    }

    /** Lines written at the top so far. */
    public List<String> up() {
        return user.log;
    }

    /** Lines written at the top so far; the log begins anew. */
    public List<String> takeUp() {
        List<String> lines = List.copyOf(user.log);
        user.log.clear();
        return lines;
    }

    /** Lines about messages that came out at the top so far. */
    public List<String> delivered() {
        return user.log.stream()
                .filter(line -> line.startsWith("cast ") || line.startsWith("unordered ") || line.startsWith("send "))
                .toList();
    }

    /** The tag of the cast that was delivered last; 0 if it had none. */
    public long lastTag() {
        return user.lastTag;
    }

    /** Copies of the frames that went out so far. */
    public List<Sent> sent() {
        return sent;
    }

    /** Copies of the frames that went out so far; the list begins anew. */
    public List<Sent> takeSent() {
        List<Sent> frames = List.copyOf(sent);
        sent.clear();
        return frames;
    }

    /** Bodies of the layers' own messages that went out so far, to whomever; the list of frames begins anew. */
    public List<byte[]> takeLocals() {
        return takeSent().stream()
                .filter(frame -> frame.kind() == Frame.LOCAL)
                .map(Sent::body)
                .toList();
    }

    /** A count by name. */
    public long count(String name) {
        return counters.counter(name).count();
    }

    /** Takes a frame from the network. */
    public void receive(byte[] frame) {
        unlessPaused(lateFrames, () -> stack.receive(Packet.wrap(frame.clone(), 0, frame.length)));
    }

    /** Takes a cast from the network, with the headers of the layers under test in front. */
    public void receiveCast(int origin, byte[] body) {
        receive(frame(Frame.CAST, origin, body));
    }

    /** Takes a send from the network, with the headers of the layers under test in front. */
    public void receiveSend(int origin, byte[] body) {
        receive(frame(Frame.SEND, origin, body));
    }

    /** Takes a message of the first layer under test. */
    public void receiveLocal(int origin, byte[] body) {
        receiveLocal(origin, 0, body);
    }

    /** Takes a message of the layer under test that stands at the position, counted from the top. */
    public void receiveLocal(int origin, int position, byte[] body) {
        byte[] numbered = new byte[body.length + 1];
        numbered[0] = (byte) (FIRST_LAYER + position);
        System.arraycopy(body, 0, numbered, 1, body.length);
        receive(frame(Frame.LOCAL, origin, numbered));
    }

    /** Stops the process: frames wait in its sockets, timers are late. */
    public void pause() {
        paused = true;
    }

    /** Continues the process: overdue timers fire first, as in the worst of event loops, frames come after. */
    public void resume() {
        paused = false;
        for (Runnable timer = lateTimers.poll(); timer != null; timer = lateTimers.poll()) {
            timer.run();
        }
        for (Runnable frame = lateFrames.poll(); frame != null; frame = lateFrames.poll()) {
            frame.run();
        }
    }

    private void unlessPaused(Queue<Runnable> late, Runnable action) {
        if (paused) {
            late.add(action);
        } else {
            action.run();
        }
    }

    private static byte[] frame(int kind, int origin, byte[] body) {
        Packet packet = Packet.of(body);
        Frame.push(packet, kind, CONNECTION, origin);
        return packet.toBytes();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private final class Outgoing implements Wire {
        @Override
        public void castFrame(Packet frame) {
            out(ALL, frame);
        }

        @Override
        public void sendFrame(int to, Packet frame) {
            out(to, frame);
        }

        private void out(int to, Packet frame) {
            Sent copy = new Sent(to, frame.toBytes());
            sent.add(copy);
            outlet.frame(copy);
        }
    }

    private static final class User implements Stack.User {
        private final List<String> log = new ArrayList<>();
        private long lastTag;

        @Override
        public void castUp(int origin, Packet packet) {
            lastTag = packet.tag();
            log.add("cast " + origin + " " + text(packet));
        }

        @Override
        public void gbcastUp(int origin, Packet packet) {
            log.add("gbcast " + origin + " " + text(packet));
        }

        @Override
        public void unorderedUp(int origin, Packet packet) {
            log.add("unordered " + origin + " " + text(packet));
        }

        @Override
        public void sendUp(int origin, Packet packet) {
            log.add("send " + origin + " " + text(packet));
        }

        @Override
        public void stateUp(int origin, Packet packet) {
            log.add("state " + origin + " " + text(packet));
        }

        private static String text(Packet packet) {
            return new String(packet.toBytes(), StandardCharsets.ISO_8859_1);
        }

        @Override
        public void cutUp(Cut cut) {
            boolean early = Arrays.stream(cut.early()).anyMatch(bits -> bits != 0);
            log.add("cut held " + Arrays.toString(cut.held()) + (early ? " early " + Arrays.toString(cut.early()) : "")
                    + " sent " + Arrays.toString(cut.sent()));
        }

        @Override
        public void settledUp() {
            log.add("settled");
        }

        @Override
        public void stableUp(long tag) {
            log.add("stable " + tag);
        }

        @Override
        public void stableUnorderedUp(long tag) {
            log.add("stable unordered " + tag);
        }

        @Override
        public void suspectUp(BitSet ranks) {
            log.add("suspect " + ranks);
        }

        @Override
        public void promptUp() {
            log.add("prompt");
        }

        @Override
        public void confirmedUp() {
            log.add("confirmed");
        }

        @Override
        public void acknowledgedUp() {
            log.add("acknowledged");
        }

        @Override
        public void outstandingUp(long[] bytes) {
            log.add("outstanding " + Arrays.toString(bytes));
        }

        @Override
        public void roomUp(boolean casts, boolean sends) {
            log.add("room " + (casts == sends ? "" + casts : casts ? "for casts" : "for sends"));
        }

        @Override
        public void presentUp(int origin) {
            log.add("present " + origin);
        }
    }
}
