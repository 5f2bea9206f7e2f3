package dev.tutti.layer.pack;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Up;

/**
 * Several messages in one packet, so that everything below is paid per pack. The packing itself happens where messages gather, in a
 * {@link PackBuilder}; this layer makes sure that what goes up is a run of messages, so that whoever reads it with a
 * {@link PackReader} needs no further checks. See docs/layers/pack.md.
 */
@SuppressWarnings("NullAway.Init") // what start() sets is there before any other handler is called
public final class Pack extends Layer implements Up.Cast, Up.Gbcast, Up.Unordered, Up.Send {
    private Counters.Counter malformed;

    /** A layer for one view. */
    public Pack() {}

    @Override
    public String name() {
        return "pack";
    }

    @Override
    protected void start() {
        malformed = counter("malformed");
    }

    @Override
    public void castUp(int origin, Packet packet) {
        if (PackReader.isRun(packet)) {
            castAbove(origin, packet);
        } else {
            drop(origin, packet);
        }
    }

    @Override
    public void gbcastUp(int origin, Packet packet) {
        if (PackReader.isRun(packet)) {
            gbcastAbove(origin, packet);
        } else {
            drop(origin, packet);
        }
    }

    @Override
    public void unorderedUp(int origin, Packet packet) {
        if (PackReader.isRun(packet)) {
            unorderedAbove(origin, packet);
        } else {
            drop(origin, packet);
        }
    }

    @Override
    public void sendUp(int origin, Packet packet) {
        if (PackReader.isRun(packet)) {
            sendAbove(origin, packet);
        } else {
            drop(origin, packet);
        }
    }

    /** Not an exception: below stands a loop that delivers further packets. What nobody will consume is given back as credit. */
    private void drop(int origin, Packet packet) {
        malformed.increment();
        consumedBelow(origin, packet.length());
    }
}
