package dev.tutti.sim.check;

import dev.tutti.Message;
import dev.tutti.sim.trace.Member;
import org.jspecify.annotations.Nullable;

/**
 * A message as its sender's application handed it over.
 *
 * @param id of the message
 * @param kind how it was sent
 * @param index dense, over all messages of the history
 * @param run the sender
 * @param number counted from 1 over the casts of the sender in order, or those without, or over its sends to this receiver
 * @param period the view that the sender's application was in, null before its first
 * @param after how many casts in order its sender's application had been delivered in that view before
 * @param blocked whether the application had been told that this view is about to end
 * @param to the receiver of a send, null for a cast
 */
record Origin(
        String id,
        Message.Kind kind,
        int index,
        Run run,
        int number,
        @Nullable Period period,
        int after,
        boolean blocked,
        @Nullable Member to) {
    /** Whether it keeps its place among the casts of its sender. */
    boolean isOrdered() {
        return kind.isCast() && kind != Message.Kind.UNORDERED;
    }

    @Override
    public String toString() {
        return id;
    }
}
