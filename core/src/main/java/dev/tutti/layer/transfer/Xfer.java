package dev.tutti.layer.transfer;

import dev.tutti.kernel.Counters;
import dev.tutti.kernel.Down;
import dev.tutti.kernel.Layer;
import dev.tutti.kernel.Packet;
import dev.tutti.kernel.Up;

/**
 * Carries parts of the application's state beside its sends, on the same reliable channels. Stands below flow control: a member that
 * waits for its state consumes nothing, so what it must consume first may not depend on that. See docs/layers/xfer.md.
 */
public final class Xfer extends Layer implements Down.Send, Down.State, Up.Send {
    private static final int SEND = 0;
    private static final int STATE = 1;

    @SuppressWarnings("NullAway.Init") // set in start()
    private Counters.Counter malformed;

    /** A layer for one view. */
    public Xfer() {}

    @Override
    public String name() {
        return "xfer";
    }

    @Override
    protected void start() {
        malformed = counter("malformed");
    }

    @Override
    public void sendDown(int to, Packet packet) {
        packet.pushByte(SEND);
        sendBelow(to, packet);
    }

    @Override
    public void stateDown(int to, Packet packet) {
        packet.pushByte(STATE);
        sendBelow(to, packet);
    }

    @Override
    public void sendUp(int origin, Packet packet) {
        switch (packet.length() == 0 ? -1 : packet.popByte()) {
            case SEND -> sendAbove(origin, packet);
            case STATE -> stateAbove(origin, packet);
            default -> malformed.increment();
        }
    }
}
