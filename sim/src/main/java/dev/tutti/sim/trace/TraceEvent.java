package dev.tutti.sim.trace;

import dev.tutti.Left;
import dev.tutti.Message;
import dev.tutti.ViewId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened at one process, where its application could see it.
 *
 * <p>A message stands in a trace by an id, unique in the run, that whoever writes the trace gives it.
 */
public sealed interface TraceEvent {
    /**
     * The process started.
     *
     * @param promises what it asked of its group
     */
    record Started(Promises promises) implements TraceEvent {}

    /**
     * The application cast a message, and the group took it.
     *
     * @param message its id
     * @param kind how; not a send
     */
    record Cast(String message, Message.Kind kind) implements TraceEvent {}

    /**
     * The application was refused a cast that it is said before to have made, as by whoever must write it down before he makes it.
     *
     * @param message its id
     */
    record Refused(String message) implements TraceEvent {}

    /** The application was told that all that it had cast so far is stable. */
    record Stable() implements TraceEvent {}

    /**
     * The application sent a message to one member, and the group took it.
     *
     * @param to the receiver
     * @param message its id
     */
    record Sent(Member to, String message) implements TraceEvent {}

    /**
     * The application was handed a message.
     *
     * @param message its id
     * @param from the sender as the message names it
     * @param kind cast, unordered cast or send
     */
    record Delivered(String message, Member from, Message.Kind kind) implements TraceEvent {}

    /**
     * The application was handed a view.
     *
     * @param id of the view
     * @param primary as the view says
     * @param self this process' member of the view
     * @param members by rank
     * @param transitional by rank
     * @param joined by rank
     * @param left by old rank
     * @param runs what the view promises of the order and the safety of messages; null if that is what the process asked for when it started
     */
    record Viewed(
            ViewId id,
            boolean primary,
            Member self,
            List<Member> members,
            List<Member> transitional,
            List<Member> joined,
            List<Member> left,
            @Nullable Promises runs)
            implements TraceEvent {
        /** Copies the lists. */
        public Viewed {
            members = List.copyOf(members);
            transitional = List.copyOf(transitional);
            joined = List.copyOf(joined);
            left = List.copyOf(left);
        }
    }

    /** The application was told that a change has begun. */
    record Blocked() implements TraceEvent {}

    /**
     * The application wrote its state for others.
     *
     * @param content what the state was made of
     */
    record Saved(Content content) implements TraceEvent {}

    /**
     * The application replaced its state.
     *
     * @param content what the new state is made of
     */
    record Loaded(Content content) implements TraceEvent {}

    /**
     * The application put another state together with its own.
     *
     * @param content what the other state is made of
     */
    record Merged(Content content) implements TraceEvent {}

    /**
     * The application was told that the state is complete.
     *
     * @param from the provider
     */
    record StateReceived(Member from) implements TraceEvent {}

    /**
     * The application asked its group to run something else.
     *
     * @param properties as text
     */
    record Switching(String properties) implements TraceEvent {}

    /** A wish for other properties is granted, or refused: in either case it is over. */
    record Switched() implements TraceEvent {}

    /** The application began to leave. */
    record Leaving() implements TraceEvent {}

    /**
     * The stream of events ended.
     *
     * @param reason as the event says
     */
    record Departed(Left.Reason reason) implements TraceEvent {}

    /** The process ended without a word. */
    record Crashed() implements TraceEvent {}
}
