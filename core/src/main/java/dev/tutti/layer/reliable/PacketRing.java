package dev.tutti.layer.reliable;

import dev.tutti.kernel.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Packets by number, from the oldest that is still needed: a circular array that grows to what is in use. Numbers up to
 * {@link #base} have been dropped.
 */
final class PacketRing {
    private @Nullable Packet[] slots = new Packet[16];
    private long base;
    private long last;
    private long bytes;

    /** The number of the last packet that was dropped; 0 at first. */
    long base() {
        return base;
    }

    /** The highest number ever put. */
    long last() {
        return last;
    }

    /** Bytes of all packets that are here. */
    long bytes() {
        return bytes;
    }

    boolean has(long number) {
        return number > base && number <= last && slots[index(number)] != null;
    }

    /** The packet of that number, which must be here. */
    Packet get(long number) {
        Packet packet = peek(number);
        if (packet == null) {
            throw new IllegalStateException("packet " + number + " is not held");
        }
        return packet;
    }

    /** The packet of that number, or null. */
    @Nullable Packet peek(long number) {
        return number > base && number <= last ? slots[index(number)] : null;
    }

    /** Stores a packet whose number is above {@link #base}, and which is not here yet. */
    void put(long number, Packet packet) {
        while (number - base > slots.length) {
            grow();
        }
        slots[index(number)] = packet;
        bytes += packet.length();
        last = Math.max(last, number);
    }

    /** Drops the oldest packet, which must be here. */
    Packet dropFirst() {
        Packet packet = get(base + 1);
        slots[index(base + 1)] = null;
        base++;
        bytes -= packet.length();
        return packet;
    }

    private int index(long number) {
        return (int) (number & (slots.length - 1));
    }

    private void grow() {
        @Nullable Packet[] larger = new Packet[slots.length * 2];
        for (long n = base + 1; n <= last; n++) {
            larger[(int) (n & (larger.length - 1))] = slots[index(n)];
        }
        slots = larger;
    }
}
