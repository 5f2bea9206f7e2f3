package dev.tutti.layer.reliable;

import dev.tutti.kernel.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Packets by number, from the oldest that is still needed: a circular array that grows to what is in use. Numbers up to
 * {@link #base} have been dropped.
 */
final class PacketRing {
    private @Nullable Packet[] slots = new Packet[16];
    private boolean[] unordered = new boolean[16];
    /** The highest number of an unordered packet that was ever put. */
    private long lastUnordered;

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

    /** Whether the packet of that number, which must be here, is an unordered cast. */
    boolean isUnordered(long number) {
        return number <= lastUnordered && unordered[index(number)];
    }

    /** Whether there may be an unordered cast above a number. */
    boolean hasUnorderedBeyond(long number) {
        return lastUnordered > number;
    }

    /** Stores an ordered packet. */
    void put(long number, Packet packet) {
        put(number, packet, false);
    }

    /** Stores a packet whose number is above {@link #base}, and which is not here yet. */
    void put(long number, Packet packet, boolean isUnordered) {
        while (number - base > slots.length) {
            grow();
        }
        slots[index(number)] = packet;
        unordered[index(number)] = isUnordered;
        lastUnordered = isUnordered ? Math.max(lastUnordered, number) : lastUnordered;
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
        boolean[] largerUnordered = new boolean[larger.length];
        for (long n = base + 1; n <= last; n++) {
            larger[(int) (n & (larger.length - 1))] = slots[index(n)];
            largerUnordered[(int) (n & (larger.length - 1))] = unordered[index(n)];
        }
        slots = larger;
        unordered = largerUnordered;
    }
}
