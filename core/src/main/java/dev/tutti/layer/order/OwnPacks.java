package dev.tutti.layer.order;

import dev.tutti.kernel.Packet;
import java.util.ArrayDeque;

/**
 * The packs that a member under the sequencer has made, by the way each took: what the sequencer is still to cast, and how far all of them
 * are stable. They are stable in the order in which they were made, whichever way they took.
 */
final class OwnPacks {
    /**
     * One that the sequencer is to cast.
     *
     * @param number among own packs, from 1
     * @param packet the body
     * @param tagBefore the tag of what was made before it
     * @param castsBefore how many own packs this member had cast itself before it
     */
    record Asked(long number, Packet packet, long tagBefore, long castsBefore) {}

    /**
     * One that the sequencer has cast.
     *
     * @param place which of the sequencer's casts it is
     * @param tag its own
     * @param tagBefore the tag of what was made before it
     * @param castsBefore how many own packs this member had cast itself before it
     */
    private record Returned(long place, long tag, long tagBefore, long castsBefore) {
        private static final int BYTES = 4 * Long.BYTES;
    }

    private long made;
    /** The newest tag, and what it was before the newest pack was made. */
    private long newestTag;

    private long tagBefore;
    /** How many of them this member has cast itself. */
    private long casts;

    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    /** As long as they are not stable. */
    private final ArrayDeque<Returned> returned = new ArrayDeque<>();

    private long ordersStable;
    private long castsStable;
    /** The newest tag of packs that are stable, of those that this member cast and of those that the sequencer did. */
    private long castTag;

    private long orderedTag;

    /** A pack is made; returns its number. */
    long make(Packet packet) {
        tagBefore = newestTag;
        newestTag = Math.max(newestTag, packet.tag());
        return ++made;
    }

    /** The sequencer is asked to cast the newest one. */
    void ask(Packet packet) {
        asked.add(new Asked(made, packet, tagBefore, casts));
    }

    /** This member casts one itself: the newest, or one that has not come back from the sequencer. */
    void cast() {
        casts++;
    }

    /** What the sequencer is to cast and has not, in order. */
    Iterable<Asked> asked() {
        return asked;
    }

    /**
     * The sequencer has cast one.
     *
     * @param packet gets the tag back that it lost on its way
     * @param number which one it is
     * @param place which of the sequencer's casts it is
     */
    void comesBack(Packet packet, long number, long place) {
        while (!asked.isEmpty() && asked.element().number() < number) {
            // It was cast again at the end of the view, and has come back that way.
            asked.remove();
        }
        Asked pack = asked.poll();
        if (pack != null) {
            long tag = pack.packet().tag();
            packet.tag(tag);
            returned.add(new Returned(place, tag, pack.tagBefore(), pack.castsBefore()));
        }
    }

    /** What this member cast itself is stable up to this tag. */
    void stableTag(long tag) {
        castTag = tag;
    }

    /**
     * Casts are stable, as counted below.
     *
     * @param ofSequencer how many of the sequencer
     * @param own how many of this member
     */
    void stableCasts(long ofSequencer, long own) {
        ordersStable = ofSequencer;
        castsStable = own;
    }

    /** Whether the first one that came back is stable: all have it, and all that was made before it, the fragments of its message perhaps. */
    boolean isReturnedStable() {
        if (returned.isEmpty()) {
            return false;
        }
        Returned first = returned.element();
        return first.place() <= ordersStable && first.castsBefore() <= castsStable;
    }

    /** Strikes off what is stable of those that came back; returns up to which tag all are stable. */
    long collectStable() {
        while (isReturnedStable()) {
            orderedTag = Math.max(orderedTag, returned.remove().tag());
        }
        long tag = Math.max(castTag, orderedTag);
        if (!returned.isEmpty()) {
            return Math.min(tag, returned.element().tagBefore());
        }
        return asked.isEmpty() ? tag : Math.min(tag, asked.element().tagBefore());
    }

    long heldBytes() {
        long bytes = (long) returned.size() * Returned.BYTES;
        for (Asked pack : asked) {
            bytes += pack.packet().length();
        }
        return bytes;
    }
}
