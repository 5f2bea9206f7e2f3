package dev.tutti.runtime;

import dev.tutti.Delivery;
import dev.tutti.kernel.Packet;
import dev.tutti.layer.pack.PackBuilder;
import java.util.ArrayDeque;

/** Casts of one kind, numbered from 1; in packs, the last of which is in the making until it is taken. */
final class CastLine {
    /**
     * A pack for all members.
     *
     * @param delivery of all that is in it
     * @param last whether it is to be the last thing of its view
     * @param era how many such were taken before it
     */
    record Casting(Packet pack, Delivery delivery, boolean last, long era) {}

    private final Delivery delivery;
    /** The tag of a pack is the number of its last cast times this: so the layers know of which line it is. */
    private final int sign;

    private final PackBuilder casts;
    private final ArrayDeque<Casting> full = new ArrayDeque<>();
    private long lastNumber;
    /** The last cast that the loop has taken, and the last that is not outstanding any more. */
    private long handedDown;

    private long settled;

    /** Of what is taken now. */
    private long era;

    CastLine(Delivery delivery, int maxPackBytes) {
        this.delivery = delivery;
        this.sign = delivery == Delivery.ORDERED ? 1 : -1;
        this.casts = new PackBuilder(maxPackBytes);
    }

    /** The number of the last cast that was taken. */
    long lastNumber() {
        return lastNumber;
    }

    /** The number of the last cast that the loop has taken. */
    long handedDown() {
        return handedDown;
    }

    /** How many were taken and may not be stable yet. */
    long outstanding() {
        return lastNumber - settled;
    }

    /** All up to this one are stable. */
    void stable(long number) {
        settled = Math.max(settled, number);
    }

    /** Of what the loop has taken nothing more will be heard. */
    void forget() {
        stable(handedDown);
    }

    boolean isEmpty() {
        return full.isEmpty() && casts.count() == 0;
    }

    /** Takes a cast; returns by how much what waits has grown. */
    int add(byte[] payload) {
        if (!casts.fits(payload.length)) {
            close(false);
        }
        int before = casts.length();
        casts.append(payload, sign * ++lastNumber);
        return casts.length() - before;
    }

    /** Takes a cast that ends its view; returns by how much what waits has grown. */
    int addLast(byte[] payload) {
        closeIfBegun();
        int grown = add(payload);
        close(true);
        return grown;
    }

    /** What is taken from now on belongs behind a cast that ends its view. */
    void nextEra() {
        closeIfBegun();
        era++;
    }

    private void closeIfBegun() {
        if (casts.count() > 0) {
            close(false);
        }
    }

    private void close(boolean last) {
        full.add(new Casting(casts.take(), delivery, last, era));
    }

    /** Of the oldest pack; later than any if there is none. */
    long oldestEra() {
        Casting oldest = full.peek();
        return oldest != null ? oldest.era() : casts.count() > 0 ? era : Long.MAX_VALUE;
    }

    /** Whether the oldest pack ends its view. */
    boolean endsView() {
        Casting oldest = full.peek();
        return oldest != null && oldest.last();
    }

    /** The oldest pack. There is one. */
    Casting poll() {
        if (full.isEmpty()) {
            close(false);
        }
        Casting next = full.remove();
        handedDown = sign * next.pack().tag();
        return next;
    }
}
