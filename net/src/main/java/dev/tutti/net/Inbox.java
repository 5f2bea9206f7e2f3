package dev.tutti.net;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;

/** What a transport tells its node, always on the loop. It throws nothing. */
interface Inbox {
    /**
     * A frame came in.
     *
     * @param frame its bytes, on an array that is the receiver's to keep
     */
    void frame(Packet frame);

    /**
     * There is proof that the process behind a watched address is gone.
     *
     * @param peer the address as it was watched
     */
    void gone(Address peer);
}
