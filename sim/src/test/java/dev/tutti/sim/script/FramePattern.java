package dev.tutti.sim.script;

import dev.tutti.Address;
import dev.tutti.kernel.Packet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some of the frames on the network.
 *
 * @param kind null for all kinds
 * @param from the sending node; null for all
 * @param to the receiving node; null for all
 */
record FramePattern(
        @Nullable FrameKind kind,
        @Nullable String from,
        @Nullable String to) {
    static final String USAGE = "KIND from X to Y";

    private static final String ANY = "any";

    /** Reads {@code KIND from X to Y}, each of which may be {@code any}. */
    static FramePattern read(Words words) {
        String kind = words.next("a kind of frame");
        FramePattern pattern = new FramePattern(
                kind.equals(ANY) ? null : kind(kind),
                node(words.next("from", "the sender")),
                node(words.next("to", "the receiver")));
        return pattern;
    }

    private static FrameKind kind(String word) {
        return Arrays.stream(FrameKind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Unreadable(
                        "'" + word + "' is no kind of frame; there are " + FrameKind.words() + ", and " + ANY));
    }

    private static @Nullable String node(String word) {
        return word.equals(ANY) ? null : word;
    }

    boolean matches(Address sender, Address receiver, Packet frame) {
        return (from == null || from.equals(sender.host()))
                && (to == null || to.equals(receiver.host()))
                && (kind == null || kind == FrameKind.of(frame));
    }

    @Override
    public String toString() {
        return (kind == null ? ANY : kind.word()) + " from " + (from == null ? ANY : from) + " to "
                + (to == null ? ANY : to);
    }
}
