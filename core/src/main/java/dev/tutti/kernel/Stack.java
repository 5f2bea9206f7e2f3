package dev.tutti.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The layers of one view, linked. A view owns its stack: it is composed when the view is installed and closed when the view is no
 * longer needed, so no state leaks from one view into the next.
 *
 * <p>For each event and each layer the next handler is worked out once, here; an event then costs one call per layer that does
 * something with it, however many layers there are. Called on one thread at a time.
 */
public final class Stack {
    private final List<Object> column = new ArrayList<>();
    private final List<Layer> layers;
    private final Bottom bottom;
    private final Links links;
    private final List<Links> allLinks = new ArrayList<>();

    private boolean closed;

    /** What a stack reports to whoever owns it. */
    public interface User
            extends Up.Cast,
                    Up.Gbcast,
                    Up.Unordered,
                    Up.Send,
                    Up.State,
                    Up.Cut,
                    Up.Settled,
                    Up.Stable,
                    Up.StableUnordered,
                    Up.Confirmed,
                    Up.Acknowledged,
                    Up.Suspect,
                    Up.Prompt,
                    Up.Outstanding,
                    Up.Room,
                    Up.Present {}

    private Stack(List<Layer> layers, Context context, User user) {
        this.layers = layers;
        this.bottom = new Bottom(context, column);
        column.add(new Ends.Ceiling());
        column.add(user);
        column.addAll(layers);
        column.add(bottom);
        column.add(new Ends.Floor());
        Timers untilClosed = (delayNanos, action) -> context.timers().after(delayNanos, () -> {
            if (!closed) {
                action.run();
            }
        });
        for (int i = 1; i < column.size() - 1; i++) {
            allLinks.add(new Links(column, i, context, untilClosed, bottom));
        }
        this.links = allLinks.get(0);
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).link(allLinks.get(i + 1));
        }
        bottom.link(allLinks.get(layers.size() + 1));
    }

    /**
     * Composes a stack and starts its layers, lowest first.
     *
     * @param layers from top to bottom, fresh ones; the bottom layer is added by the stack itself
     * @param context the view and the rim
     * @param user gets what comes out at the top
     * @return the running stack
     */
    public static Stack compose(List<? extends Layer> layers, Context context, User user) {
        Stack stack = new Stack(List.copyOf(layers), context, user);
        for (int i = stack.layers.size() - 1; i >= 0; i--) {
            stack.layers.get(i).start();
        }
        return stack;
    }

    /**
     * Casts to all members.
     *
     * @param packet taken over
     */
    public void cast(Packet packet) {
        links.castBelow.castDown(packet);
    }

    /**
     * Casts to all members, as the last thing that they deliver in this view. Nothing else may be handed down afterwards, but further ones of
     * the kind.
     *
     * @param packet taken over
     */
    public void gbcast(Packet packet) {
        links.gbcastBelow.gbcastDown(packet);
    }

    /**
     * Casts to all members without an order.
     *
     * @param packet taken over
     */
    public void unordered(Packet packet) {
        links.unorderedBelow.unorderedDown(packet);
    }

    /**
     * Sends to one member.
     *
     * @param to rank of the receiver, not the caller itself
     * @param packet taken over
     */
    public void send(int to, Packet packet) {
        links.sendBelow.sendDown(to, packet);
    }

    /**
     * Sends a part of the application's state to one member.
     *
     * @param to rank of the receiver, not the caller itself
     * @param packet taken over; small enough for one frame
     */
    public void state(int to, Packet packet) {
        links.stateBelow.stateDown(to, packet);
    }

    /** Announces that the application sends nothing more in this view; answered by {@link Up.Cut}. */
    public void block() {
        links.blockBelow.blockDown();
    }

    /**
     * Tells what all those hold that come along; answered by {@link Up.Settled} once everything owed has been passed up.
     *
     * @param cuts by rank; null for a member that does not come along
     */
    public void agree(Cut[] cuts) {
        links.agreeBelow.agreeDown(cuts);
    }

    /**
     * Reports what the application has consumed.
     *
     * @param origin rank of the sender
     * @param bytes since the last call
     */
    public void consumed(int origin, long bytes) {
        links.consumedBelow.consumedDown(origin, bytes);
    }

    /**
     * Tells what earlier views left with the applications; once, before anything is handed down.
     *
     * @param unconsumed bytes of each sender that the application has still to consume
     * @param outstanding bytes of this member that each receiver's application may still have to consume
     */
    public void carry(long[] unconsumed, long[] outstanding) {
        links.carryBelow.carryDown(unconsumed, outstanding);
    }

    /** Asks whether the others hold what was passed up so far; answered by {@link Up.Confirmed} once they do, if the view lasts so long. */
    public void confirm() {
        links.confirmBelow.confirmDown();
    }

    /** The member has moved on; from now on this stack only answers requests for repair. */
    public void retire() {
        links.retireBelow.retireDown();
    }

    /** Ends the stack: its timers fire no more, frames are ignored. */
    public void close() {
        closed = true;
    }

    /**
     * Takes a frame that carries this stack's connection id. Nonsense is dropped and counted.
     *
     * @param frame accepted by {@link Frame#inspect}
     */
    public void receive(Packet frame) {
        if (!closed) {
            bottom.frameUp(frame);
        }
    }

    /**
     * Passes on the transport's evidence that a member's process is gone.
     *
     * @param rank of that member
     */
    public void gone(int rank) {
        if (!closed) {
            bottom.goneAbove(rank);
        }
    }

    /**
     * Passes on that a member's process lives, although nothing came from it in this view.
     *
     * @param rank of that member
     */
    public void heard(int rank) {
        if (!closed) {
            bottom.heardAbove(rank);
        }
    }

    /**
     * What the layers keep, see {@link Layer#heldBytes}.
     *
     * @return bytes by name of the layer; layers that keep nothing now are left out
     */
    public Map<String, Long> heldBytes() {
        Map<String, Long> held = new TreeMap<>();
        for (Layer layer : layers) {
            long bytes = layer.heldBytes();
            if (bytes != 0) {
                held.merge(layer.name(), bytes, Long::sum);
            }
        }
        return held;
    }

    /**
     * The specification of the stack: its layers' names from top to bottom, joined by colons.
     *
     * @return for instance {@code pack:frag:window:sync:pt2pt:mnak:bottom}
     */
    public String spec() {
        return spec(layers);
    }

    /**
     * The specification that a list of layers gives.
     *
     * @param layers from top to bottom
     * @return names joined by colons
     */
    public static String spec(List<? extends Layer> layers) {
        return layers.stream().map(layer -> layer.name() + ":").collect(Collectors.joining()) + "bottom";
    }

    /**
     * Describes the stack for a reader: its layers, and for each event the path it takes.
     *
     * @return several lines
     */
    public String describe() {
        StringBuilder text = new StringBuilder(spec()).append('\n');
        for (Class<?> event : links.next().keySet()) {
            if (Down.class.equals(event.getEnclosingClass())) {
                path(text, event, 0);
            }
        }
        for (Class<?> event : allLinks.get(allLinks.size() - 1).next().keySet()) {
            if (Up.class.equals(event.getEnclosingClass())) {
                path(text, event, allLinks.size() - 1);
            }
        }
        return text.toString();
    }

    private void path(StringBuilder text, Class<?> event, int from) {
        text.append(String.format("  %-4s %-9s", event.getEnclosingClass().getSimpleName(), event.getSimpleName()));
        int at = from + 1;
        while (at > 0 && at < column.size() - 1) {
            at = allLinks.get(at - 1).next().getOrDefault(event, 0);
            if (at > 1 && at < column.size() - 1) {
                text.append(' ').append(((Layer) column.get(at)).name());
            }
        }
        text.append('\n');
    }
}
