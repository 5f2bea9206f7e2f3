package dev.tutti;

import java.nio.charset.StandardCharsets;

/**
 * A message that was delivered. It belongs to the view that came last before it in the stream of events, and was sent in that very
 * view.
 *
 * @param from the sender, a member of the view; the receiver itself for its own casts
 * @param kind whether it went to all members or only to this one, and in what order
 * @param payload the bytes; they belong to the receiver
 */
public record Message(Endpoint from, Kind kind, byte[] payload) implements Event {
    /** To whom a message was addressed. */
    public enum Kind {
        /** To all members of the view. */
        CAST,
        /** To all members of the view, as the last thing they deliver in it: see {@link Group#gbcast(byte[])}. */
        GBCAST,
        /** To all members of the view, by {@link Delivery#UNORDERED}: it may have overtaken others. */
        UNORDERED,
        /** To this member alone. */
        SEND;

        /**
         * Whether it went to all members.
         *
         * @return false for a send
         */
        public boolean isCast() {
            return this != SEND;
        }
    }

    /**
     * The payload read as UTF-8.
     *
     * @return the text; what is not UTF-8 is replaced
     */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
