package dev.tutti.runtime;

import dev.tutti.ViewId;

/** Connection ids: what stands in a frame for its group, view and stack. */
final class Connections {
    private static final long PRIME = 0x100000001B3L;
    private static final long BASIS = 0xCBF29CE484222325L;

    private Connections() {}

    /** The id of a group's traffic outside any view. */
    static long ofGroup(String group) {
        return mix(hash(BASIS, group));
    }

    /** The id of one view's stack. Different views have different ids, but for a chance of one in 2^64. */
    static long ofView(String group, ViewId view, String spec) {
        long hash = hash(hash(BASIS, group), spec);
        return mix(mix(mix(hash) ^ view.number()) ^ view.leader());
    }

    /** FNV-1a over the characters, and their number to keep neighbours apart. */
    private static long hash(long from, String text) {
        long hash = from;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return (hash ^ text.length()) * PRIME;
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
