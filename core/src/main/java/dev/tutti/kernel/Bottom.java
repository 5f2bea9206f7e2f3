package dev.tutti.kernel;

import java.util.BitSet;
import java.util.List;

/**
 * The lowest layer of every stack: frames the packets of the layers above, and hands frames from the network to the path that their
 * kind names: a cast, a send, or a layer's own message, which goes straight to the layer whose number it carries. So a layer's own
 * messages cost nothing to the layers above and below it.
 *
 * <p>Frames from ranks that the view does not have are dropped and counted, as are those in which a layer finds nonsense. The first
 * frame from each member raises {@link Up.Present}, every frame {@link Up.Heard}.
 */
final class Bottom extends Layer implements Down.Cast, Down.Send {
    /** Receiver of {@link #frameLocal} that stands for everybody else. */
    static final int ALL = -1;

    private final Context context;
    private final List<?> column;
    private final BitSet present = new BitSet();
    private final Counters.Counter malformed;

    Bottom(Context context, List<?> column) {
        this.context = context;
        this.column = column;
        this.malformed = context.counters().counter("bottom.malformed");
    }

    @Override
    public String name() {
        return "bottom";
    }

    @Override
    public void castDown(Packet packet) {
        Frame.push(packet, Frame.CAST, context.connection(), context.rank());
        context.wire().castFrame(packet);
    }

    @Override
    public void sendDown(int to, Packet packet) {
        Frame.push(packet, Frame.SEND, context.connection(), context.rank());
        context.wire().sendFrame(to, packet);
    }

    void frameLocal(int layer, int to, Packet packet) {
        packet.pushByte(layer);
        Frame.push(packet, Frame.LOCAL, context.connection(), context.rank());
        if (to == ALL) {
            context.wire().castFrame(packet);
        } else {
            context.wire().sendFrame(to, packet);
        }
    }

    /** Takes a frame whose connection id is this stack's. */
    void frameUp(Packet frame) {
        int kind = Frame.kind(frame);
        int origin = Frame.rank(frame);
        if (origin >= context.size() || origin == context.rank()) {
            malformed.increment();
            return;
        }
        frame.skip(Frame.HEADER_BYTES);
        if (!present.get(origin)) {
            present.set(origin);
            presentAbove(origin);
        }
        heardAbove(origin);
        try {
            switch (kind) {
                case Frame.CAST -> castAbove(origin, frame);
                case Frame.SEND -> sendAbove(origin, frame);
                case Frame.LOCAL -> local(frame.popByte()).localUp(origin, frame);
                default -> throw new MalformedException("not a frame of a view");
            }
        } catch (MalformedException nonsense) {
            malformed.increment();
        }
    }

    private Up.Local local(int layer) {
        if (layer < column.size() && column.get(layer) instanceof Up.Local local) {
            return local;
        }
        throw new MalformedException("no such layer");
    }
}
